using Pprof.Labels;
using Pprof.Profiles.Exceptions;
using Pprof.TestSupport;
using Xunit;

namespace Pprof.Tests.Profiles.Exceptions;

public sealed class ExceptionTypesTests
{
    private static readonly LabelSet s_route = LabelSet.Empty.With(new KeyValuePair<string, string>("route", "/a"));

    [Fact]
    public void Type_joins_the_labels_of_the_work()
    {
        ExceptionTypes types = new();

        Assert.Equal("type=X", Text(types.With("X", LabelSet.Empty)));
        Assert.Equal("route=/a type=X", Text(types.With("X", s_route)));
        Assert.Equal("route=/a type=Y", Text(types.With("Y", s_route)));
    }

    [Fact]
    public void Label_of_the_program_with_the_same_key_is_hidden() =>
        Assert.Equal("type=X", Text(new ExceptionTypes().With("X", LabelSet.Empty.With(new KeyValuePair<string, string>("type", "mine")))));

    [Fact]
    public void Types_beyond_the_bound_are_counted_together_and_known_ones_go_on()
    {
        ExceptionTypes types = new(mostTypes: 2);

        Assert.Equal(["type=A", "type=B", "type=[other]", "type=[other]", "type=A"], new[] { "A", "B", "C", "D", "A" }.Select(type => Text(types.With(type, LabelSet.Empty))));
    }

    [Fact]
    public void Known_type_allocates_nothing()
    {
        ExceptionTypes types = new();
        types.With("X", s_route);

        Assert.Equal(0, Allocation.LeastOf(() => types.With("X", s_route)));
        Assert.Equal(0, Allocation.LeastOf(() => types.With("X", LabelSet.Empty)));
    }

    private static string Text(LabelSet labels) => string.Join(' ', labels.Select(label => $"{label.Key}={label.Value}"));
}
