using Pprof.TestSupport;

namespace Pprof.Tool.Tests;

/// <summary>The command in a process of its own, as a person starts it.</summary>
internal static class ToolRun
{
    public static string Assembly { get; } = Path.Combine(AppContext.BaseDirectory, "dotnet-pprof.dll");

    public static ToolResult Run(params IEnumerable<string> arguments) => ExternalTool.Run("dotnet", [Assembly, .. arguments]);
}
