using System.Text;
using Pprof.EventPipe.Hub;
using Pprof.Profiles.Waits;
using Pprof.TestSupport;
using Xunit;

namespace Pprof.EndToEnd.Tests.Waits;

/// <summary>
/// More threads wake up at once than the runtime has buffers for: it drops events, the profile says so, and a write does not wait for a mark that was dropped with them. With a session of its own
/// and the least of buffers, one megabyte for some ten threads.
/// </summary>
public sealed class DroppedWaitsTests
{
    private const int Threads = 200;

    [Fact]
    public void Events_that_the_runtime_had_no_room_for_are_told()
    {
        EventHub hub = new(runtimeMegabytes: 1);
        WaitProfile block = new(hub, WaitSource.Block);
        Assert.Null(block.TryEnable());
        string text = "";

        // On a busy machine they may wake up one after the other, with time to write each one's events.
        for (int round = 0; round < 20 && !IsTold(text); round++)
        {
            WakeAllAtOnce();
            text = Write(block);
        }

        block.Disable();
        Assert.True(IsTold(text), text);
        Assert.Matches(@"(?m)^# \d+ waits since the process began are left out: only their beginning or their end was seen", text);
        Assert.DoesNotContain("has not delivered all events in time", text, StringComparison.Ordinal);
    }

    private static bool IsTold(string text) => text.Contains("events because its buffer was full; blocking waits may be among them", StringComparison.Ordinal);

    private static void WakeAllAtOnce()
    {
        using ManualResetEvent open = new(false);
        Thread[] threads = [.. Enumerable.Range(0, Threads).Select(_ => new Thread(() => open.WaitOne(), maxStackSize: 128 << 10))];
        Array.ForEach(threads, thread => thread.Start());
        Assert.True(SpinWait.SpinUntil(() => threads.All(thread => thread.ThreadState.HasFlag(ThreadState.WaitSleepJoin)), Patience.Limit));
        open.Set();
        Assert.All(threads, thread => Assert.True(thread.Join(Patience.Limit)));
    }

    private static string Write(WaitProfile block)
    {
        using MemoryStream stream = new();
        block.WriteTo(stream, 1);
        return Encoding.UTF8.GetString(stream.ToArray());
    }
}
