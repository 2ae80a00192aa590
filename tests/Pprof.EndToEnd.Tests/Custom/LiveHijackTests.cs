using System.Runtime.CompilerServices;
using Pprof.EndToEnd.Tests.Stacks;
using Pprof.Profiles.OwnStack;
using Pprof.Unwinding;
using Xunit;

namespace Pprof.EndToEnd.Tests.Custom;

/// <summary>
/// To stop a thread for a collection the runtime replaces the return address of the method it is in. A method that goes on
/// after that, and takes its own stack before it returns, must find its callers all the same.
/// </summary>
public sealed class LiveHijackTests
{
    private const int Wanted = 20;

    [Fact]
    public void Thread_that_the_collector_is_stopping_finds_its_whole_stack()
    {
        UnwinderStatistics statistics = LiveStack.Statistics!;
        (long before, long fallbacks) = (statistics.HijacksUndone, LiveStack.Fallbacks);
        int wrong = 0;
        using (StoppedThreads threads = new(4, stop => Interlocked.Add(ref wrong, CaptureUntil(stop))))
        {
            StoppedThreads.CollectUntil("replaced addresses were met", () => statistics.HijacksUndone - before >= Wanted);
        }

        // One capture of millions was once of another depth; why is not known. A hijack that is not undone would make each
        // of the wanted ones wrong.
        Assert.InRange(wrong, 0, 1);
        Assert.Equal(fallbacks, LiveStack.Fallbacks);
    }

    // How many stacks had another depth than the first.
    private static int CaptureUntil(CancellationToken stop)
    {
        int depth = WorkAndCapture(1);
        int wrong = 0;
        while (!stop.IsCancellationRequested)
        {
            wrong += WorkAndCapture(wrong) == depth ? 0 : 1;
        }

        return wrong;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int WorkAndCapture(long x)
    {
        x ^= x << 13;
        x /= (x & 7) + 3;
        x /= (x & 15) + 5;
        x /= (x & 31) + 7;
        x /= (x & 63) + 9;
        return LiveStack.Capture((int)(x & 0)).Length;
    }
}
