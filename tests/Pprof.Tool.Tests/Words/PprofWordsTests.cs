using Pprof.Tool.Words;
using Xunit;

namespace Pprof.Tool.Tests.Words;

/// <summary>The words of <c>go tool pprof</c> in those of this command.</summary>
public sealed class PprofWordsTests
{
    private static readonly HashSet<string> s_commands = ["top", "list", "web", "record", "merge"];

    [Theory]
    [InlineData("-top cpu.pb.gz", "top cpu.pb.gz")]
    [InlineData("-top -cum cpu.pb.gz", "top --cum cpu.pb.gz")]
    [InlineData("-list=A.B cpu.pb.gz", "list A.B cpu.pb.gz")]
    [InlineData("-list A.B cpu.pb.gz", "list A.B cpu.pb.gz")]
    [InlineData("--list=A=B cpu.pb.gz", "list A=B cpu.pb.gz")]
    [InlineData("-http=: cpu.pb.gz", "web --http=: cpu.pb.gz")]
    [InlineData("-http :8080 -no_browser cpu.pb.gz", "web --http=:8080 --no-browser cpu.pb.gz")]
    [InlineData("-top -diff_base=a.pb.gz b.pb.gz", "top --diff-base=a.pb.gz b.pb.gz")]
    [InlineData("-diff_base=a.pb.gz b.pb.gz", "top --diff-base=a.pb.gz b.pb.gz")]
    [InlineData("-symbolize=none -traces x", "traces x")]
    [InlineData("-proto -output=m.pb.gz a b", "merge --output=m.pb.gz a b")]
    [InlineData("http://localhost:5000/debug/pprof/heap", "top http://localhost:5000/debug/pprof/heap")]
    [InlineData("top -cum -sample_index=cpu x", "top --cum --sample-index=cpu x")]
    [InlineData("top -n 5 x", "top -n 5 x")]
    [InlineData("record -p 1234 cpu -o x", "record -p 1234 cpu -o x")]
    [InlineData("--help", "--help")]
    [InlineData("-h", "-h")]
    [InlineData("nonsense", "nonsense")]
    public void Words_are_translated(string typed, string own) =>
        Assert.Equal(own.Split(' '), PprofWords.Translate(typed.Split(' '), s_commands));

    [Fact]
    public void No_words_stay_none() => Assert.Empty(PprofWords.Translate([], s_commands));
}
