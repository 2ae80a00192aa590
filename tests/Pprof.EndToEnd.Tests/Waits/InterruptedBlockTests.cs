using System.Runtime.CompilerServices;
using System.Text;
using Pprof.EventPipe.Hub;
using Pprof.Profiles.Waits;
using Pprof.TestSupport;
using Xunit;
using Proto = Pprof.TestSupport.Proto;

namespace Pprof.EndToEnd.Tests.Waits;

/// <summary>Waits that an exception ends, of which the runtime does not tell, and what the thread waits for afterwards. With a session of their own.</summary>
public sealed class InterruptedBlockTests : IDisposable
{
    private readonly ManualResetEventSlim _never = new();
    private readonly SemaphoreSlim _often = new(0);
    private readonly object _held = new();
    private int _interrupted;

    public void Dispose()
    {
        _never.Dispose();
        _often.Dispose();
    }

    // Three of four runs beside three busy threads on two cores lost them, before and after the last changes; quiet runs do not.
    [Fact]
    public void Interrupted_waits_are_told_and_the_threads_later_ones_count()
    {
        const int Later = 5;
        EventHub hub = new();
        WaitProfile block = new(hub, WaitSource.Block);
        Assert.Null(block.TryEnable());
        Thread thread = new(() => WaitTwiceInVain(Later)) { IsBackground = true };
        lock (_held)
        {
            thread.Start();
            InterruptUntil(thread, 1);
            InterruptUntil(thread, 2);
        }

        for (int i = 0; i < Later; i++)
        {
            // Not before it waits: what it need not wait for is no wait.
            Assert.True(SpinWait.SpinUntil(() => _often.CurrentCount == 0 && thread.ThreadState.HasFlag(ThreadState.WaitSleepJoin), Patience.Limit));
            Thread.Sleep(50);
            _often.Release();
        }

        Assert.True(thread.Join(Patience.Limit));
        block.Disable();
        // Not exactly as many: the lock inside may be contended as well.
        Assert.True(WaitsIn(block, nameof(WaitOften)) > 0, Text(block));
        Assert.Equal(0, WaitsIn(block, nameof(WaitForNothing)));
        Assert.Contains("an exception ended them", Text(block), StringComparison.Ordinal);
    }

    // One call in a loop: what waits in the first turn is the method that the second turn's waits in. The first wait would seem to go on, with the second within it.
    [Fact]
    public void Wait_at_the_call_of_an_interrupted_one_counts()
    {
        EventHub hub = new();
        WaitProfile block = new(hub, WaitSource.Block);
        Assert.Null(block.TryEnable());
        using AutoResetEvent never = new(false);
        using AutoResetEvent later = new(false);
        Thread thread = new(() => CallInTurns([never.WaitOne, () => WaitLater(later)])) { IsBackground = true };
        thread.Start();
        InterruptUntil(thread, 1);
        Assert.True(SpinWait.SpinUntil(() => thread.ThreadState.HasFlag(ThreadState.WaitSleepJoin), Patience.Limit));
        Thread.Sleep(200);
        later.Set();
        Assert.True(thread.Join(Patience.Limit));
        block.Disable();

        Assert.Equal(1, WaitsIn(block, nameof(WaitLater)));
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void CallInTurns(Func<bool>[] calls)
    {
        foreach (Func<bool> call in calls)
        {
            try
            {
                call();
            }
            catch (ThreadInterruptedException)
            {
                Interlocked.Increment(ref _interrupted);
            }
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static bool WaitLater(AutoResetEvent later)
    {
        bool isSet = later.WaitOne();
        GC.KeepAlive(later);
        return isSet;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void WaitTwiceInVain(int later)
    {
        Try(WaitForNothing);
        Try(WaitForLock);
        for (int i = 0; i < later; i++)
        {
            WaitOften();
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void WaitForNothing()
    {
        _never.Wait(CancellationToken.None);
        GC.KeepAlive(this);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void WaitForLock()
    {
        lock (_held)
        {
            GC.KeepAlive(this);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void WaitOften()
    {
        _often.Wait(CancellationToken.None);
        GC.KeepAlive(this);
    }

    private void Try(Action wait)
    {
        try
        {
            wait();
        }
        catch (ThreadInterruptedException)
        {
            Interlocked.Increment(ref _interrupted);
        }
    }

    private void InterruptUntil(Thread thread, int count)
    {
        Assert.True(SpinWait.SpinUntil(() => thread.ThreadState.HasFlag(ThreadState.WaitSleepJoin), Patience.Limit));
        Thread.Sleep(50);
        thread.Interrupt();
        Assert.True(SpinWait.SpinUntil(() => Volatile.Read(ref _interrupted) >= count, Patience.Limit));
    }

    private static long WaitsIn(WaitProfile block, string method)
    {
        using MemoryStream stream = new();
        block.WriteTo(stream, 0);
        Proto.Profile profile = ProfileOracle.AssertValid(stream);
        return profile.Sample.Where(sample => ProfileOracle.Names(profile, sample).Any(name => name.EndsWith($".{method}", StringComparison.Ordinal))).Sum(sample => sample.Value[0]);
    }

    private static string Text(WaitProfile block)
    {
        using MemoryStream stream = new();
        block.WriteTo(stream, 1);
        return Encoding.UTF8.GetString(stream.ToArray());
    }
}
