using Pprof.Labels;
using Xunit;

namespace Pprof.Tests.Labels;

public sealed class LabelLogTests
{
    private readonly LabelLog _log = new();

    [Fact]
    public void Scope_is_remembered_for_the_turn_it_was_noted_in_and_the_next()
    {
        LabelScope scope = Scope("value");
        _log.Note(scope);

        Assert.Equal("value", _log.Find(scope.Serial)?["key"]);
        _log.Turn();
        Assert.Equal("value", _log.Find(scope.Serial)?["key"]);
        _log.Turn();
        Assert.Null(_log.Find(scope.Serial));
    }

    [Fact]
    public void Scope_in_force_on_a_thread_is_remembered_for_as_long_as_it_is()
    {
        long serial;
        using (LabelScope scope = FlowingLabels.Push([new("key", "value")]))
        {
            serial = scope.Serial;
            for (int i = 0; i < 5; i++)
            {
                _log.Turn();
            }

            Assert.Equal("value", _log.Find(serial)?["key"]);
        }

        _log.Turn();
        Assert.Equal("value", _log.Find(serial)?["key"]);
        _log.Turn();
        Assert.Null(_log.Find(serial));
    }

    [Fact]
    public void Scope_that_comes_into_force_again_is_remembered_again()
    {
        LabelScope scope = Scope("value");
        for (int i = 0; i < 5; i++)
        {
            _log.Note(scope);
            Assert.NotNull(_log.Find(scope.Serial));
            _log.Turn();
            _log.Turn();
            Assert.Null(_log.Find(scope.Serial));
        }
    }

    [Fact]
    public void Scope_noted_after_others_were_asked_for_is_found_in_the_same_turn()
    {
        LabelScope first = Scope("first"), second = Scope("second");
        _log.Note(first);
        Assert.NotNull(_log.Find(first.Serial));
        _log.Note(second);

        Assert.Equal("second", _log.Find(second.Serial)?["key"]);
    }

    [Fact]
    public void Scope_noted_by_another_log_is_noted_by_this_one_too()
    {
        LabelScope scope = Scope("value");
        new LabelLog().Note(scope);
        _log.Note(scope);

        Assert.NotNull(_log.Find(scope.Serial));
    }

    [Fact]
    public void Pushes_beyond_the_bound_are_not_remembered_and_the_next_turn_starts_afresh()
    {
        LabelScope last = Scope("first");
        for (int i = 0; i <= LabelPage.MostScopes; i++)
        {
            _log.Note(last = Scope("value"));
        }

        Assert.Null(_log.Find(last.Serial));
        _log.Turn();
        _log.Note(last = Scope("later"));
        Assert.Equal("later", _log.Find(last.Serial)?["key"]);
    }

    [Fact]
    public void Scopes_noted_by_many_threads_at_once_are_all_there()
    {
        LabelScope[] scopes = [.. Enumerable.Range(0, 20_000).Select(i => Scope($"{i}"))];
        Parallel.ForEach(scopes, new ParallelOptions { MaxDegreeOfParallelism = 8 }, scope => _log.Note(scope));

        Assert.All(scopes.Index(), scope => Assert.Equal($"{scope.Index}", _log.Find(scope.Item.Serial)?["key"]));
    }

    private static LabelScope Scope(string value) => new(null, LabelSet.Empty.With(new KeyValuePair<string, string>("key", value)));
}
