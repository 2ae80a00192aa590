using Pprof.EndToEnd.Tests.Sampling;
using Pprof.EventPipe.Hub;
using Pprof.TestSupport;
using Xunit;

namespace Pprof.EndToEnd.Tests.Events;

/// <summary>The hub with the real runtime: subscriptions come and go while events are raised.</summary>
public sealed class EventHubTests
{
    [Fact]
    public void Flushed_events_have_all_arrived_with_their_stacks()
    {
        EventHub hub = new();
        NumberSink sink = new();
        Assert.Null(hub.TrySubscribe(sink.Subscription));
        for (int i = 0; i < 20; i++)
        {
            Numbers.Log.Said(1, i);
            Assert.True(hub.Flush(Patience.Limit));
            Assert.Equal(Enumerable.Range(0, i + 1), sink.Of(1));
        }

        Assert.True(sink.Frames > 1);
        hub.Unsubscribe(sink.Subscription);
        Assert.False(hub.HasSession);
        Assert.Null(hub.Fault);
    }

    [Fact]
    public void Event_raised_before_the_end_of_a_subscription_arrives_and_one_raised_after_it_does_not()
    {
        EventHub hub = new();
        NumberSink sink = new();
        hub.TrySubscribe(sink.Subscription);
        Numbers.Log.Said(1, 1);
        hub.Unsubscribe(sink.Subscription);
        Numbers.Log.Said(1, 2);
        hub.TrySubscribe(sink.Subscription);
        Numbers.Log.Said(1, 3);
        hub.Unsubscribe(sink.Subscription);

        Assert.Equal([1, 3], sink.Of(1));
    }

    [Fact]
    public void Subscriber_gets_the_events_it_named_and_no_others()
    {
        EventHub hub = new();
        NumberSink said = new(eventId: 1);
        NumberSink other = new(eventId: 2);
        hub.TrySubscribe(said.Subscription);
        hub.TrySubscribe(other.Subscription);
        Numbers.Log.Said(1, 7);
        Numbers.Log.Other(2);
        hub.Unsubscribe(said.Subscription);
        Numbers.Log.Said(1, 8);
        Numbers.Log.Other(2);
        hub.Unsubscribe(other.Subscription);

        Assert.Equal([7], said.Of(1));
        Assert.Empty(said.Of(2));
        Assert.Equal([0, 0], other.Of(2));
        Assert.Empty(other.Of(1));
    }

    [Fact]
    public void Events_raised_while_sessions_replace_each_other_arrive_exactly_once()
    {
        EventHub hub = new();
        NumberSink sink = new();
        NumberSink comesAndGoes = new(eventId: 2);
        hub.TrySubscribe(sink.Subscription);
        using Raisers raisers = new(count: 3);
        for (int i = 0; i < 12; i++)
        {
            Assert.Null(hub.TrySubscribe(comesAndGoes.Subscription));
            hub.Unsubscribe(comesAndGoes.Subscription);
        }

        int[] raised = raisers.Stop();
        hub.Unsubscribe(sink.Subscription);

        Assert.Equal(0, hub.Lost);
        Assert.Null(hub.Fault);
        for (int raiser = 0; raiser < raised.Length; raiser++)
        {
            Assert.Equal(Enumerable.Range(0, raised[raiser]), sink.Of(raiser));
        }
    }

    [Fact]
    public void Subscriptions_that_come_and_go_leave_nothing_behind()
    {
        EventHub hub = new();
        NumberSink sink = new();
        Cycle(hub, sink, 3);
        Resources before = Resources.Read();
        Cycle(hub, sink, 20);
        Resources after = Resources.Read();

        // Threads of the pool come and go.
        Assert.True(after.Threads <= before.Threads + 3, $"{before.Threads} threads before, {after.Threads} after");
        Assert.True(after.Files <= before.Files + 3, $"{before.Files} files before, {after.Files} after");
    }

    [Fact]
    public void Session_that_ended_early_is_told_of_and_followed_by_another()
    {
        EventHub hub = new();
        NumberSink sink = new();
        FailingOnceSink failing = new();
        hub.TrySubscribe(sink.Subscription);
        hub.TrySubscribe(failing.Subscription);
        Numbers.Log.Said(1, 1);
        SpinUntil(() => hub.Fault is not null);
        long lost = hub.Lost;
        Assert.True(hub.Flush(Patience.Limit));
        Numbers.Log.Said(1, 2);
        Assert.True(hub.Flush(Patience.Limit));
        hub.Unsubscribe(failing.Subscription);
        hub.Unsubscribe(sink.Subscription);

        Assert.Contains(2, sink.Of(1));
        Assert.Contains(nameof(InvalidOperationException), sink.Subscription.Fault!, StringComparison.Ordinal);
        Assert.True(hub.Lost > lost, "nothing is said to be missing");
        Assert.True(failing.Events > 1);
    }

    private static void SpinUntil(Func<bool> condition) => Assert.True(SpinWait.SpinUntil(condition, Patience.Limit));

    [Fact]
    public void Threads_of_the_hub_do_not_keep_the_callers_context()
    {
        EventHub hub = new();
        NumberSink sink = new();
        WeakReference value = SubscribeInContext(hub, sink);

        Assert.True(SpinWait.SpinUntil(() => IsGone(value), Patience.Limit), "the value is still alive");
        hub.Unsubscribe(sink.Subscription);
    }

    [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.NoInlining)]
    private static WeakReference SubscribeInContext(EventHub hub, NumberSink sink)
    {
        WeakReference? reference = null;
        Thread thread = new(() =>
        {
            AsyncLocal<object> local = new() { Value = new object() };
            reference = new WeakReference(local.Value);
            hub.TrySubscribe(sink.Subscription);
        });
        thread.Start();
        thread.Join();
        return reference!;
    }

    private static bool IsGone(WeakReference value)
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        return !value.IsAlive;
    }

    private static void Cycle(EventHub hub, NumberSink sink, int times)
    {
        for (int i = 0; i < times; i++)
        {
            Assert.Null(hub.TrySubscribe(sink.Subscription));
            hub.Unsubscribe(sink.Subscription);
        }
    }
}
