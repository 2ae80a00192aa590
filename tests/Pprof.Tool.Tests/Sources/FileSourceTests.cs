using Pprof.TestSupport;
using Xunit;

namespace Pprof.Tool.Tests.Sources;

/// <summary>Profiles named by path.</summary>
public sealed class FileSourceTests
{
    [Fact]
    public void No_source_at_all_is_asked_for()
    {
        ToolResult run = ToolRun.Run("top");

        Assert.Equal((int)ExitCode.Usage, run.ExitCode);
        Assert.StartsWith("dotnet-pprof: Which profile?", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void File_that_is_not_there_is_named()
    {
        ToolResult run = ToolRun.Run("top", "absent.pb.gz");

        Assert.Equal((int)ExitCode.NotFound, run.ExitCode);
        Assert.StartsWith("dotnet-pprof: There is no file 'absent.pb.gz'.", run.Error, StringComparison.Ordinal);
        Assert.Empty(run.Output);
    }

    [Fact]
    public void Content_that_is_no_profile_is_told_in_one_line()
    {
        ToolResult run = ToolRun.Run("top", typeof(FileSourceTests).Assembly.Location);

        Assert.Equal((int)ExitCode.BadProfile, run.ExitCode);
        Assert.Single(run.Error.TrimEnd().Split('\n'));
    }

    [Fact]
    public void Words_that_make_no_sense_lead_to_the_help()
    {
        ToolResult run = ToolRun.Run("top", "--no-such-option", "x");

        Assert.Equal((int)ExitCode.Usage, run.ExitCode);
        Assert.Contains("'dotnet pprof top --help'", run.Error, StringComparison.Ordinal);
    }
}
