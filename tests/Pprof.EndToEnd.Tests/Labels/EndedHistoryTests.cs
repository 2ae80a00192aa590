using System.Runtime.CompilerServices;
using Pprof.Labels;
using Xunit;

namespace Pprof.EndToEnd.Tests.Labels;

public sealed class EndedHistoryTests
{
    [Fact]
    public void History_that_has_ended_is_kept_by_no_thread_living_or_ended()
    {
        // Other tests leave profiles on that switch themselves on.
        Profiling.Disable(Profiling.Enabled);
        WeakReference history = Remember();

        Assert.Null(LabelHistory.Running);
        for (int i = 0; i < 100 && history.IsAlive; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        Assert.False(history.IsAlive);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static WeakReference Remember()
    {
        LabelHistory.Begin();
        PushAndPop();
        Thread thread = new(PushAndPop);
        thread.UnsafeStart();
        thread.Join();
        WeakReference history = new(LabelHistory.Running);
        LabelHistory.End();
        return history;
    }

    private static void PushAndPop() => ProfileLabels.Push("key", "value").Dispose();
}
