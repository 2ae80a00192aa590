using System.Diagnostics;
using Xunit;

namespace Pprof.TestSupport;

/// <summary>Runs tools that may be absent. Their absence skips a test on a developer's machine and fails it in CI.</summary>
public static class ExternalTool
{
    /// <summary>Ends the test as skipped when <paramref name="tool"/> is not on the PATH; under CI=true as failed.</summary>
    public static void Require(string tool, string howToInstall)
    {
        if (IsOnPath(tool))
        {
            return;
        }

        string reason = $"'{tool}' is not installed ({howToInstall}).";
        Assert.False(IsCi, reason);
        Assert.Skip(reason);
    }

    /// <summary>True when the environment says that this run may not skip.</summary>
    public static bool IsCi => Environment.GetEnvironmentVariable("CI") is "true" or "1";

    /// <summary>Runs to the end, and returns exit code and both outputs.</summary>
    public static ToolResult Run(string tool, params IEnumerable<string> arguments) => Run(tool, arguments, []);

    /// <summary>Runs to the end with variables added to the environment, and returns exit code and both outputs.</summary>
    public static ToolResult Run(string tool, IEnumerable<string> arguments, IEnumerable<KeyValuePair<string, string>> environment)
    {
        ProcessStartInfo start = new(tool) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (string argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        foreach ((string name, string value) in environment)
        {
            start.Environment[name] = value;
        }

        return Run(start);
    }

    internal static ToolResult Run(ProcessStartInfo start)
    {
        using Process process = Process.Start(start)!;
        Task<string> error = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return new ToolResult(process.ExitCode, output, error.Result);
    }

    private static bool IsOnPath(string tool) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Any(folder => File.Exists(Path.Combine(folder, tool)));
}

/// <summary>What a tool answered.</summary>
public sealed record ToolResult(int ExitCode, string Output, string Error);
