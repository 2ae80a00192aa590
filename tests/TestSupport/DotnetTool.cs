using Xunit;

namespace Pprof.TestSupport;

/// <summary>Tools of <c>.config/dotnet-tools.json</c>.</summary>
public static class DotnetTool
{
    /// <summary>Ends the test as skipped when the tool was not restored; under CI=true as failed.</summary>
    public static void Require(string tool)
    {
        ToolResult version = Run(tool, "--version");
        if (version.ExitCode != 0)
        {
            string reason = $"'{tool}' is not restored (dotnet tool restore): {version.Output}{version.Error}";
            Assert.False(ExternalTool.IsCi, reason);
            Assert.Skip(reason);
        }
    }

    /// <summary>Runs to the end, and returns exit code and both outputs.</summary>
    public static ToolResult Run(string tool, params IEnumerable<string> arguments) =>
        // Below the folder that lists the tools.
        DotnetSdk.Run(["tool", "run", tool, "--", .. arguments], AppContext.BaseDirectory);
}
