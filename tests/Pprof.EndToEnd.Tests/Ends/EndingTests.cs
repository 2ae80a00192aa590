using Pprof.TestSupport;
using Xunit;

namespace Pprof.EndToEnd.Tests.Ends;

/// <summary>
/// A hosted service ends as it does without us, in each way there is, while everything is recorded and written: the same exit code, the same words on both outputs,
/// the same first line of what went wrong.
/// </summary>
public sealed class EndingTests
{
    [Theory]
    [InlineData("return", 3, "")]
    [InlineData("exit", 5, "")]
    [InlineData("fail-fast", 134, "Process terminated.")]
    [InlineData("unhandled", 134, "Unhandled exception. System.InvalidOperationException: nobody catches it")]
    [InlineData("terminated", 0, "")]
    [InlineData("terminated-at-once", 143, "")]
    [InlineData("overflow", 134, "Stack overflow.")]
    public void Service_ends_with_everything_recorded_as_it_ends_without(string way, int code, string error)
    {
        ToolResult without = Run(way, "off");
        ToolResult with = Run(way, "on");

        Assert.Equal((code, error), (without.ExitCode, FirstLine(without.Error)));
        Assert.Equal((without.ExitCode, without.Output, FirstLine(without.Error)), (with.ExitCode, with.Output, FirstLine(with.Error)));
    }

    private static string FirstLine(string text) => text.Split('\n')[0].TrimEnd();

    private static ToolResult Run(string way, string profiles) =>
        ExternalTool.Run("dotnet", Path.Combine(AppContext.BaseDirectory, "Pprof.Soak.dll"), "end", way, profiles);
}
