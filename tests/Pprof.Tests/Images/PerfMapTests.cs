using Pprof.Images;
using Pprof.TestSupport;
using Xunit;

namespace Pprof.Tests.Images;

public sealed class PerfMapTests
{
    [Fact]
    public void Entry_that_holds_the_address_names_it()
    {
        using TemporaryFolder folder = new();
        File.WriteAllText(folder.PathOf("perf.map"), "7f0000001000 40 first function\n0x7f0000002000 10 second\nnonsense\n7f0000001000 20 first, made anew\n");
        PerfMap map = new(folder.PathOf("perf.map"));

        Assert.Equal("first, made anew", map.Find(0x7f00_0000_1000));
        Assert.Equal("first, made anew", map.Find(0x7f00_0000_101f));
        Assert.Null(map.Find(0x7f00_0000_1020));
        Assert.Equal("second", map.Find(0x7f00_0000_200f));
        Assert.Null(map.Find(0x7f00_0000_0fff));
    }

    [Fact]
    public void Missing_file_and_one_that_is_no_file_name_nothing()
    {
        using TemporaryFolder folder = new();
        ToolResult made = ExternalTool.Run("mkfifo", folder.PathOf("pipe"));

        Assert.Equal(0, made.ExitCode);
        Assert.Null(new PerfMap(folder.PathOf("missing")).Find(1));
        Assert.Null(new PerfMap(folder.PathOf("pipe")).Find(1));
        Assert.Null(new PerfMap("/dev/zero").Find(1));
    }
}
