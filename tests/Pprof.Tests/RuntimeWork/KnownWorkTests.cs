using System.Text.RegularExpressions;
using Pprof.RuntimeWork;
using Pprof.Tests.Architecture;
using Xunit;

namespace Pprof.Tests.RuntimeWork;

public sealed partial class KnownWorkTests
{
    private static readonly string s_page = File.ReadAllText(Repository.PathOf("docs", "cpu-profile.md"));

    [Fact]
    public void Every_name_and_label_is_explained_to_the_reader() => Assert.Empty(
        from work in KnownWork.All
        where work.Index != 0 && !Row().Matches(s_page).Any(row => row.Value.Contains($"`{work.Name}`") && row.Value.Contains($"`{work.Label}`"))
        select $"docs/cpu-profile.md has no row for {work.Name} with the label {work.Label}");

    [Fact]
    public void Names_are_unique_and_in_brackets_and_their_number_fits_an_address()
    {
        Assert.Distinct(KnownWork.All.Select(work => work.Name));
        Assert.All(KnownWork.All, work => Assert.Matches(@"^\[.+\]$", work.Name));
        Assert.Equal(Enumerable.Range(0, KnownWork.All.Count), KnownWork.All.Select(work => (int)work.Index));
        Assert.InRange(KnownWork.All.Count, 1, byte.MaxValue);
    }

    [Theory]
    [InlineData(".NET BGC", "BackgroundCollector")]
    [InlineData(".NET Server GC", "ServerCollector")]
    [InlineData(".NET Tiered Com", "Compiler")]
    [InlineData(".NET TP Worker", "Program")]
    [InlineData("pprof stack wal", "Profiler")]
    [InlineData("", "Program")]
    public void Thread_s_name_tells_what_it_is_for(string name, string role) => Assert.Equal(role, ThreadRoles.RoleOf(name).ToString());

    [Theory]
    [InlineData("worker 17", "worker #")]
    [InlineData("7 of 12", "# of #")]
    [InlineData(".NET TP Worker", ".NET TP Worker")]
    [InlineData("", "unnamed")]
    public void Label_of_a_thread_has_few_values(string name, string label) => Assert.Equal(label, ThreadRoles.LabelOf(name));

    [GeneratedRegex(@"^\|.*\|$", RegexOptions.Multiline)]
    private static partial Regex Row();
}
