using System.Diagnostics;

namespace BenchCommon;

/// <summary>The runtime team's own profiler, as a command of its own that attaches to this process.</summary>
public sealed class DotnetTrace
{
    private readonly string _path;

    private DotnetTrace(string path, string version) => (_path, Version) = (path, version);

    /// <summary>Of the tool.</summary>
    public string Version { get; }

    /// <summary>Installs the tool below <c>artifacts</c> when it is not there. Null when it cannot be had; then there is no peer to measure.</summary>
    public static DotnetTrace? Get()
    {
        string folder = Path.Combine(ResultFile.RepositoryRoot(), "artifacts", "tools");
        string path = Path.Combine(folder, "dotnet-trace");
        if (!File.Exists(path))
        {
            Run("dotnet", "tool", "install", "dotnet-trace", "--tool-path", folder);
        }

        return File.Exists(path) ? new DotnetTrace(path, Run(path, "--version").Split('+')[0].Trim()) : null;
    }

    /// <summary>Attaches to this process for <paramref name="length"/>; the task ends when the tool says that it records.</summary>
    /// <param name="profile">What is recorded, by the tool's own name.</param>
    /// <param name="length">The tool ends by itself after this.</param>
    public async Task<Process> AttachAsync(string profile, TimeSpan length)
    {
        string file = Path.Combine(Path.GetTempPath(), $"bench-{Environment.ProcessId}.nettrace");
        ProcessStartInfo start = new(_path) { RedirectStandardOutput = true };
        foreach (string argument in (string[])["collect", "-p", $"{Environment.ProcessId}", "--profile", profile, "--duration", length.ToString(@"dd\:hh\:mm\:ss"), "-o", file])
        {
            start.ArgumentList.Add(argument);
        }

        Process process = Process.Start(start)!;
        await WaitForAsync(process.StandardOutput, "Output File");
        _ = process.StandardOutput.ReadToEndAsync();
        return process;
    }

    private static async Task WaitForAsync(StreamReader output, string text)
    {
        while (await output.ReadLineAsync() is { } line)
        {
            if (line.Contains(text, StringComparison.Ordinal))
            {
                return;
            }
        }

        throw new InvalidOperationException($"dotnet-trace ended before it printed '{text}'.");
    }

    private static string Run(string file, params string[] arguments)
    {
        ProcessStartInfo start = new(file) { RedirectStandardOutput = true };
        Array.ForEach(arguments, start.ArgumentList.Add);
        using Process process = Process.Start(start)!;
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return output;
    }
}
