using Pprof.Runtime;
using Pprof.Sampling;
using Pprof.TestSupport;
using Pprof.Tests.Profiles.Goroutine;
using Pprof.Unwinding;
using Xunit;

namespace Pprof.Tests.Sampling.Snapshot;

public sealed class ThreadSnapshotTests
{
    private static readonly ContractDescriptor s_descriptor = ContractDescriptor.TryLoad(out _)!;
    private static readonly ThreadRoster s_roster = ThreadRoster.TryCreate(s_descriptor, out _)!;
    private static readonly FrameLayout s_frames = FrameLayout.TryCreate(s_descriptor, out _)!;
    private static readonly ThreadList s_threads = ThreadList.TryCreate(s_descriptor, out _)!;

    [Fact]
    public void Waiting_thread_is_captured_without_running()
    {
        using ParkedThread parked = new();
        SettledThread settled = SettledThread.Of(parked.OsId);

        WalkingSink sink = Take(s_frames, parked.OsId);

        Assert.True(sink.Wait.IsWaiting);
        Assert.NotEmpty(sink.Frames);
        Assert.True(settled.HasNotRun, "the thread was woken");
    }

    // The oracle of the copy made from outside is the copy that the thread makes of itself.
    [Fact]
    public void Waiting_thread_shows_the_same_managed_frames_from_outside_as_by_its_own_signal_handler()
    {
        using ParkedThread parked = new();

        WalkingSink outside = Take(s_frames, parked.OsId);
        WalkingSink inside = Take(null, parked.OsId);

        Assert.True(outside.Wait.IsWaiting);
        Assert.False(inside.Wait.IsWaiting);
        Assert.NotEmpty(outside.ManagedFrames);
        Assert.Equal(inside.ManagedFrames, outside.ManagedFrames);
    }

    [Fact]
    public void Running_thread_answers()
    {
        bool end = false;
        int id = 0;
        Thread thread = new(() =>
        {
            Volatile.Write(ref id, StackCapture.CurrentThreadId);
            while (!Volatile.Read(ref end))
            {
            }
        });
        thread.Start();
        SpinWait.SpinUntil(() => Volatile.Read(ref id) != 0);

        WalkingSink sink = Take(s_frames, id);
        Volatile.Write(ref end, true);
        thread.Join();

        Assert.False(sink.Wait.IsWaiting);
        Assert.NotEmpty(sink.ManagedFrames);
    }

    // As it may after it was seen running: the request comes too late, and must neither end the wait nor be answered.
    [Fact]
    public void Thread_that_was_asked_as_a_running_one_and_waits_by_now_is_not_woken()
    {
        using ParkedThread parked = new();
        SettledThread settled = SettledThread.Of(parked.OsId);
        RuntimeThread thread = Assert.Single(s_roster.Read(), thread => thread.OsId == parked.OsId);
        using StackBounds bounds = new();

        StackRequest request = StackRequest.TrySend(thread, atOnce: false, s_roster.Layout, new FrameChains(null), bounds, out int refusal)!;
        Thread.Sleep(100);

        Assert.Equal(0, refusal);
        Assert.False(request.HasArrived);
        request.End();
        Assert.True(settled.HasNotRun, "the thread was woken");
    }

    // As on gVisor: the thread shows its stack all the same.
    [Fact]
    public void Waiting_thread_is_sent_the_signal_where_the_kernel_does_not_tell_who_waits()
    {
        using ParkedThread parked = new();
        WalkingSink sink = new();
        using ThreadSnapshot snapshot = new(s_roster, s_frames, s_threads.FindFrameChainAddress) { KernelTellsWaits = false };
        snapshot.Take(s_roster.Read().Where(thread => thread.OsId == parked.OsId), sink);
        Assert.False(sink.Wait.IsWaiting);
        Assert.NotEmpty(sink.ManagedFrames);
    }

    [Fact]
    public void Calling_thread_is_captured_too() => Assert.NotEmpty(Take(s_frames, StackCapture.CurrentThreadId).ManagedFrames);

    [Fact]
    public void Thread_that_has_ended_is_left_out()
    {
        ParkedThread parked = new();
        RuntimeThread thread = Assert.Single(s_roster.Read(), thread => thread.OsId == parked.OsId);
        parked.Dispose();
        Patience.Until("it has ended", () => !Directory.Exists($"/proc/self/task/{thread.OsId}"));

        WalkingSink sink = new();
        using ThreadSnapshot snapshot = new(s_roster, s_frames, s_threads.FindFrameChainAddress);
        snapshot.Take([thread], sink);

        Assert.Equal(0, sink.Threads);
        Assert.Equal(0, sink.NoAnswers);
    }

    [Fact]
    public void Running_thread_that_blocks_the_signal_is_reported_as_giving_no_answer()
    {
        using DeafThread deaf = new();

        WalkingSink sink = TakeWithoutAnswer(deaf);

        Assert.Equal((0, 1), (sink.Threads, sink.NoAnswers));
    }

    [Fact]
    public void Thread_that_blocks_the_signal_is_never_sent_a_second_one()
    {
        using DeafThread deaf = new();
        TakeWithoutAnswer(deaf);

        WalkingSink sink = TakeWithoutAnswer(deaf);

        Assert.Equal((0, 1), (sink.Threads, sink.NoAnswers));
        deaf.Dispose();
        // None when the kernel takes back what a deleted timer has sent.
        Assert.InRange(deaf.Signals, 0, 1);
    }

    // Threads that end block every signal first, and then do not answer. Here nothing but the end of the thread ends the wait.
    [Fact]
    public void Thread_that_ends_instead_of_answering_is_not_waited_for()
    {
        DeafThread deaf = new();
        RuntimeThread thread = Assert.Single(s_roster.Read(), thread => thread.OsId == deaf.OsId);
        WalkingSink sink = new();
        Thread taker = new(() =>
        {
            using ThreadSnapshot snapshot = new(s_roster, s_frames, s_threads.FindFrameChainAddress) { Patience = TimeSpan.MaxValue };
            snapshot.Take([thread], sink);
        });

        taker.Start();
        Patience.Until("the thread is asked", () => StuckSignal.IsIn(deaf.OsId, ActivationSignal.Number));
        deaf.Dispose();

        Assert.True(taker.Join(Patience.Limit));
        Assert.Equal((0, 0), (sink.Threads, sink.NoAnswers));
    }

    // The finalizer's thread has a managed frame only while it runs a finalizer. Other tests make it run, so until it is seen at rest.
    [Fact]
    public void Thread_without_a_managed_frame_is_left_alone()
    {
        RuntimeThread finalizer = s_roster.Read().First(thread => ThreadNames.Of(thread.OsId) == ".NET Finalizer");

        Patience.Until("the finalizer is left alone", () =>
        {
            SettledThread settled = SettledThread.Of(finalizer.OsId);
            WalkingSink sink = Take(s_frames, finalizer.OsId);
            return (sink.Threads, sink.NoAnswers) == (0, 0) && settled.HasNotRun;
        });
    }

    [Fact]
    public void Sink_that_throws_ends_the_snapshot_with_its_exception()
    {
        using ParkedThread parked = new();
        Assert.Throws<FormatException>(() =>
        {
            using ThreadSnapshot snapshot = new(s_roster, s_frames, s_threads.FindFrameChainAddress);
            snapshot.Take(s_roster.Read(), new WalkingSink { Failure = new FormatException() });
        });
        Assert.NotEmpty(Take(s_frames, parked.OsId).Frames);
    }

    // While the collector stops the program the thread waits, and is seen to: then once more.
    private static WalkingSink TakeWithoutAnswer(DeafThread deaf)
    {
        WalkingSink sink = new();
        Patience.Until("the thread runs", () =>
        {
            sink = new WalkingSink();
            using ThreadSnapshot snapshot = new(s_roster, s_frames, s_threads.FindFrameChainAddress) { Patience = TimeSpan.FromMilliseconds(50) };
            snapshot.Take(s_roster.Read().Where(thread => thread.OsId == deaf.OsId), sink);
            return sink.NoAnswers == 1;
        });
        return sink;
    }

    private static WalkingSink Take(FrameLayout? frames, int osId)
    {
        WalkingSink sink = new();
        using ThreadSnapshot snapshot = new(s_roster, frames, s_threads.FindFrameChainAddress);
        snapshot.Take(s_roster.Read().Where(thread => thread.OsId == osId), sink);
        return sink;
    }
}
