using Pprof.Aggregation;
using Pprof.Format;
using Pprof.Labels;
using Xunit;

namespace Pprof.Tests.Aggregation;

public sealed class LabelMarkTests
{
    private readonly LabelTable _table = new() { Marks = [[Label.OfText("runtime", "gc")], [Label.OfText("runtime", "jit"), Label.OfText("thread", "T")]] };

    [Fact]
    public void Set_may_be_marked_while_others_are_added()
    {
        Assert.True(_table.TryAdd(LabelSet.Empty.With(KeyValuePair.Create("route", "/")), out int set));

        Assert.Equal(["route=/", "runtime=jit", "thread=T"], Texts(LabelTable.Marked(set, 1)));
        Assert.Equal(["runtime=gc"], Texts(LabelTable.Marked(0, 0)));
        Assert.Equal(["route=/"], Texts(set));
    }

    [Fact]
    public void Label_of_the_program_s_goes_before_a_mark_with_its_key()
    {
        Assert.True(_table.TryAdd(LabelSet.Empty.With(KeyValuePair.Create("runtime", "mine")), out int set));

        Assert.Equal(["runtime=mine"], Texts(LabelTable.Marked(set, 0)));
    }

    private IEnumerable<string> Texts(int set) => _table.LabelsOf(set).Select(label => $"{label.Key}={label.Text}");
}
