using Pprof.Profiles.Custom;
using Pprof.Tests.Profiles.Catalog;
using Pprof.Unwinding;
using Xunit;

namespace Pprof.Tests.Profiles.Custom;

public sealed class HeldValuesTests
{
    private static readonly CodeAddress[] s_stack = [CodeAddress.Managed(0x1000)];

    [Fact]
    public void Equal_values_are_one_and_values_of_one_hash_code_are_not()
    {
        HeldValues values = new();

        Assert.True(values.TryAdd("a", s_stack));
        Assert.False(values.TryAdd(new string('a', 1), s_stack));
        Assert.True(values.TryAdd(new Value(1, () => { }), s_stack));
        Assert.True(values.TryAdd(new Value(2, () => { }), s_stack));
        Assert.Equal(3, values.Count);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void Any_of_several_values_of_one_hash_code_can_be_removed(int index)
    {
        HeldValues values = new();
        Value[] all = [.. Enumerable.Range(0, 3).Select(id => new Value(id, () => { }))];
        Assert.All(all, value => Assert.True(values.TryAdd(value, [CodeAddress.Managed((ulong)value.Id)])));

        Assert.True(values.Remove(new Value(index, () => { })));

        Assert.False(values.Remove(all[index]));
        Assert.Equal(all.Where(value => value.Id != index).Select(value => (ulong)value.Id), values.Stacks().Select(stack => stack[0].Value).Order());
    }

    [Fact]
    public void Equals_that_throws_reaches_the_caller_and_changes_nothing()
    {
        HeldValues values = new();
        Value bad = new(1, () => throw new NotSupportedException());
        values.TryAdd(bad, s_stack);

        Assert.Throws<NotSupportedException>(() => values.TryAdd(new Value(2, () => { }), s_stack));
        Assert.Throws<NotSupportedException>(() => values.Remove(new Value(2, () => { })));

        Assert.Equal(1, values.Count);
        Assert.True(values.Remove(bad));
        Assert.Empty(values.Stacks());
    }

    [Fact]
    public void Equals_may_call_back_into_the_values_it_is_compared_with()
    {
        HeldValues values = new();
        bool isInside = false;
        Value nosy = new(2, () =>
        {
            if (!isInside)
            {
                isInside = true;
                values.TryAdd(new Value(3, () => { }), s_stack);
                values.TryAdd(new Value(4, () => { }), s_stack);
                values.Remove(new Value(3, () => { }));
                isInside = false;
            }
        });
        values.TryAdd(nosy, s_stack);

        Assert.True(values.TryAdd(new Value(1, () => { }), s_stack));

        Assert.Equal(3, values.Count);
        Assert.Equal(3, values.Stacks().Length);
    }

    [Fact]
    public void Equals_may_wait_for_another_thread_that_uses_the_same_values()
    {
        HeldValues values = new();
        bool others = false;
        Value waiting = new(2, () =>
        {
            Thread other = new(() => others = values.TryAdd(new object(), s_stack));
            other.Start();
            other.Join();
        });

        values.TryAdd(waiting, s_stack);

        Assert.True(values.TryAdd(new Value(1, () => { }), s_stack));
        Assert.True(others);
    }

    [Fact]
    public void Of_threads_that_add_equal_values_at_once_one_succeeds()
    {
        const int Rounds = 2000;
        HeldValues values = new();
        int added = 0;
        int removed = 0;
        Parallel.For(0, 4, _ =>
        {
            for (int i = 0; i < Rounds; i++)
            {
                Value value = new(i % 50, () => { }) { Hash = i % 3 };
                Interlocked.Add(ref added, values.TryAdd(value, s_stack) ? 1 : 0);
                Interlocked.Add(ref removed, i % 2 == 0 && values.Remove(value) ? 1 : 0);
            }
        });

        Assert.Equal(added - removed, values.Count);
        Assert.Equal(values.Count, values.Stacks().Length);
    }

    private sealed class Value(int id, Action onEquals)
    {
        public int Id => id;

        public int Hash { get; init; } = 7;

        public override int GetHashCode() => Hash;

        public override bool Equals(object? obj)
        {
            onEquals();
            return obj is Value other && other.Id == id;
        }
    }
}
