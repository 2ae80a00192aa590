using System.Diagnostics;

namespace Pprof.TestSupport;

/// <summary>
/// The SDK's command. Tests may themselves run on another runtime, whose folder has no SDK: it is named by variables, which children inherit, and .NET looks for
/// "dotnet" beside the running executable first.
/// </summary>
public static class DotnetSdk
{
    private static readonly string s_path = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':')
        .Select(folder => Path.Combine(folder, "dotnet")).FirstOrDefault(File.Exists) ?? "dotnet";

    /// <summary>Runs a command of the SDK ("build", "pack", "tool") to the end, and returns exit code and both outputs.</summary>
    public static ToolResult Run(IEnumerable<string> arguments, string? workingFolder = null)
    {
        ProcessStartInfo start = new(s_path, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = workingFolder ?? "" };
        foreach (string variable in (string[])["DOTNET_ROOT", "DOTNET_ROOT_X64", "DOTNET_ROLL_FORWARD", "DOTNET_HOST_PATH"])
        {
            start.Environment.Remove(variable);
        }

        // No server that outlives the test, and messages that tests can read.
        start.Environment["DOTNET_CLI_USE_MSBUILD_SERVER"] = "0";
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        start.Environment["DOTNET_CLI_UI_LANGUAGE"] = "en";
        return ExternalTool.Run(start);
    }
}
