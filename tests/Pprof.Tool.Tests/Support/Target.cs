using System.Diagnostics;

namespace Pprof.Tool.Tests.Support;

/// <summary>A program of <c>Pprof.Tool.Targets</c> in a process of its own, with a folder for temporary files of its own. Killed when disposed.</summary>
internal sealed class Target : IDisposable
{
    private static readonly string s_assembly = Path.Combine(AppContext.BaseDirectory, "Pprof.Tool.Targets.dll");
    private readonly Process _process;
    private readonly Task<string> _error;

    private Target(ProcessStartInfo start, string folder)
    {
        start.RedirectStandardInput = start.RedirectStandardOutput = start.RedirectStandardError = true;
        Folder = folder;
        _process = Process.Start(start)!;
        _error = _process.StandardError.ReadToEndAsync();
    }

    public int Pid => _process.Id;

    /// <summary>The .NET process among it and its children: other programs may stand before it.</summary>
    public int DotnetPid => Descendants(Pid).First(pid => File.ReadAllText($"/proc/{pid}/comm").TrimEnd() is "dotnet" or "Pprof.Tool.Targ");

    /// <summary>Its folder for temporary files.</summary>
    public string Folder { get; }

    /// <summary>Of its threads, as the kernel lists them.</summary>
    public int Threads => Directory.GetDirectories($"/proc/{Pid}/task").Length;

    public int Files => Directory.GetFiles($"/proc/{Pid}/fd").Length;

    /// <summary>Memory of its own: resident and not backed by a file.</summary>
    public long AnonymousBytes => long.Parse(
        File.ReadLines($"/proc/{Pid}/status").First(line => line.StartsWith("RssAnon", StringComparison.Ordinal)).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)[1],
        System.Globalization.CultureInfo.InvariantCulture) << 10;

    /// <summary>Waits until it says that it is ready.</summary>
    /// <param name="mode">As its Main knows it.</param>
    /// <param name="environment">Added to this process's.</param>
    public static Target Start(string mode, params (string Name, string Value)[] environment) =>
        StartReady(new ProcessStartInfo("dotnet", [s_assembly, mode]), environment);

    /// <summary>The same program as another file: published as one, for example.</summary>
    public static Target StartReady(ProcessStartInfo start, params (string Name, string Value)[] environment)
    {
        string folder = Directory.CreateTempSubdirectory("pprof-target-").FullName;
        start.Environment["TMPDIR"] = folder;
        start.Environment["DOTNET_NOLOGO"] = "1";
        foreach ((string name, string value) in environment)
        {
            start.Environment[name] = value;
        }

        Target target = new(start, folder);
        string? line = target._process.StandardOutput.ReadLine();
        return line == "ready" ? target : throw new InvalidOperationException($"The program said '{line}' and {target._error.Result}");
    }

    /// <summary>Asks it to end, and returns its exit code and what it said.</summary>
    public TestSupport.ToolResult End()
    {
        _process.StandardInput.Close();
        string output = _process.StandardOutput.ReadToEnd();
        _process.WaitForExit();
        return new TestSupport.ToolResult(_process.ExitCode, output, _error.Result);
    }

    private static IEnumerable<int> Descendants(int pid)
    {
        string[] children = File.ReadAllText($"/proc/{pid}/task/{pid}/children").Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return [pid, .. children.SelectMany(child => Descendants(int.Parse(child, System.Globalization.CultureInfo.InvariantCulture)))];
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            _process.WaitForExit();
        }

        _process.Dispose();
        Directory.Delete(Folder, recursive: true);
    }
}
