using System.Runtime.CompilerServices;
using Pprof.Labels;
using Xunit;

namespace Pprof.Tests.Labels;

/// <summary>What the caller of ProfileLabels sees.</summary>
public sealed class ProfileLabelsTests
{
    [Fact]
    public void Without_a_push_there_are_no_labels() => Assert.Empty(ProfileLabels.Current);

    [Fact]
    public void Labels_add_up_inside_and_are_as_before_outside()
    {
        using (ProfileLabels.Push("key", "value"))
        {
            Assert.Equal("key=value", Print());
            using (ProfileLabels.Push("key2", "value2"))
            {
                Assert.Equal("key=value key2=value2", Print());
            }

            Assert.Equal("key=value", Print());
        }

        Assert.Equal("", Print());
    }

    [Fact]
    public void Inner_value_of_a_key_hides_the_outer_one_until_it_ends()
    {
        using (ProfileLabels.Push("key", "outer"))
        {
            using (ProfileLabels.Push(new("key", "first"), new("a", "1"), new("key", "last")))
            {
                Assert.Equal("a=1 key=last", Print());
            }

            Assert.Equal("key=outer", Print());
        }
    }

    [Fact]
    public void Current_is_a_snapshot()
    {
        using IDisposable scope = ProfileLabels.Push("key", "value");
        IReadOnlyDictionary<string, string> before = ProfileLabels.Current;
        using IDisposable inner = ProfileLabels.Push("key", "other");

        Assert.Equal("value", before["key"]);
    }

    [Fact]
    public void Exception_out_of_the_scope_ends_it_as_well()
    {
        Assert.Throws<InvalidOperationException>(void () =>
        {
            using IDisposable scope = ProfileLabels.Push("key", "value");
            throw new InvalidOperationException();
        });

        Assert.Equal("", Print());
    }

    [Fact]
    public void Disposing_again_does_nothing_also_inside_a_later_scope()
    {
        IDisposable first = ProfileLabels.Push("first", "1");
        first.Dispose();
        using IDisposable second = ProfileLabels.Push("second", "2");

        first.Dispose();

        Assert.Equal("second=2", Print());
    }

    [Fact]
    public void Outer_scope_disposed_first_takes_the_inner_with_it_and_nothing_comes_back()
    {
        using IDisposable around = ProfileLabels.Push("around", "0");
        IDisposable outer = ProfileLabels.Push("outer", "1");
        IDisposable inner = ProfileLabels.Push("inner", "2");

        outer.Dispose();
        Assert.Equal("around=0", Print());
        inner.Dispose();
        Assert.Equal("around=0", Print());
    }

    [Fact]
    public async Task Scope_disposed_in_a_flow_it_never_reached_does_nothing_there_and_stays_in_its_own()
    {
        IDisposable? foreign = null;
        string own = await Task.Run(async () =>
        {
            foreign = ProfileLabels.Push("foreign", "1");
            await Task.Yield();
            return Print();
        }, TestContext.Current.CancellationToken);
        using IDisposable here = ProfileLabels.Push("here", "2");

        foreign!.Dispose();

        Assert.Equal("foreign=1", own);
        Assert.Equal("here=2", Print());
    }

    [Fact]
    public async Task Scope_disposed_by_a_child_ends_for_the_child_and_not_for_the_parent()
    {
        IDisposable scope = ProfileLabels.Push("key", "value");
        string child = await Task.Run(() =>
        {
            scope.Dispose();
            return Print();
        }, TestContext.Current.CancellationToken);

        Assert.Equal("", child);
        Assert.Equal("key=value", Print());
        scope.Dispose();
        Assert.Equal("", Print());
    }

    [Fact]
    public void Pushes_that_are_never_disposed_do_not_add_up_in_memory()
    {
        WeakReference first = PushForEver();
        GC.Collect();

        Assert.False(first.IsAlive);
        Assert.Equal("", Print());
    }

    [Fact]
    public void Push_of_no_labels_is_a_scope_like_any_other()
    {
        using IDisposable outer = ProfileLabels.Push("key", "value");
        using (ProfileLabels.Push())
        {
            Assert.Equal("key=value", Print());
        }

        Assert.Equal("key=value", Print());
    }

    [Fact]
    public void Empty_value_is_a_label() => Assert.Equal("key=", Inside("key", ""));

    [Theory]
    [InlineData(null, "value", "key")]
    [InlineData("key", null, "value")]
    public void Null_is_refused_by_name_and_changes_nothing(string? key, string? value, string parameter)
    {
        Assert.Throws<ArgumentNullException>(parameter, () => ProfileLabels.Push(key!, value!));
        Assert.Throws<ArgumentNullException>("labels", () => ProfileLabels.Push(new("good", "1"), new(key!, value!)));
        Assert.Equal("", Print());
    }

    [Fact]
    public void Empty_key_is_refused_with_its_value_and_changes_nothing()
    {
        Assert.Contains("'v1'", Assert.Throws<ArgumentException>("key", () => ProfileLabels.Push("", "v1")).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>("labels", () => ProfileLabels.Push(new("good", "1"), new("", "v1")));
        Assert.Equal("", Print());
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static WeakReference PushForEver() => OnFlow(() =>
    {
        WeakReference first = new(ProfileLabels.Push("step", "first"));
        for (int i = 0; i < LabelScope.MostNested; i++)
        {
            ProfileLabels.Push("step", $"{i}");
        }

        Assert.Equal($"step={LabelScope.MostNested - 1}", Print());
        return first;
    });

    private static WeakReference OnFlow(Func<WeakReference> function)
    {
        WeakReference? result = null;
        ExecutionContext.Run(ExecutionContext.Capture()!, _ => result = function(), null);
        return result!;
    }

    private static string Inside(string key, string value)
    {
        using IDisposable scope = ProfileLabels.Push(key, value);
        return Print();
    }

    private static string Print() => string.Join(' ', ProfileLabels.Current.Select(label => $"{label.Key}={label.Value}"));
}
