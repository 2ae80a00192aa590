namespace Pprof.AspNetCore.Triage;

/// <summary>What the runtime counts anyway. Reading it takes some microseconds and stops nobody.</summary>
internal readonly record struct ProcessCounters(
    long At, TimeSpan Cpu, TimeSpan Pauses, long Allocated, int Young, int Middle, int Old, long Contentions, long Completed, long Exceptions, long Heap)
{
    private static long s_exceptions;
    private static int s_isCounting;

    public static ProcessCounters Read()
    {
        CountExceptions();
        return new ProcessCounters(
            TimeProvider.System.GetTimestamp(), Environment.CpuUsage.TotalTime, GC.GetTotalPauseDuration(), GC.GetTotalAllocatedBytes(), GC.CollectionCount(0), GC.CollectionCount(1),
            GC.CollectionCount(2), Monitor.LockContentionCount, ThreadPool.CompletedWorkItemCount, Interlocked.Read(ref s_exceptions), GC.GetGCMemoryInfo().HeapSizeBytes);
    }

    // The runtime has no public count. From the first look on, a handler adds one for each exception, which costs nothing beside throwing it.
    private static void CountExceptions()
    {
        if (Interlocked.Exchange(ref s_isCounting, 1) == 0)
        {
            AppDomain.CurrentDomain.FirstChanceException += (_, _) => Interlocked.Increment(ref s_exceptions);
        }
    }
}
