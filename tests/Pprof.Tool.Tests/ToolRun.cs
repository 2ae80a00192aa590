namespace Pprof.Tool.Tests;

/// <summary>The command in a process of its own, as a person starts it.</summary>
internal static class ToolRun
{
    private static readonly string s_tool = Path.Combine(AppContext.BaseDirectory, "dotnet-pprof.dll");

    public static TestSupport.ToolResult Run(params IEnumerable<string> arguments) =>
        TestSupport.ExternalTool.Run("dotnet", [s_tool, .. arguments]);
}
