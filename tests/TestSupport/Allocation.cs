namespace Pprof.TestSupport;

/// <summary>Measures what the calling thread allocates.</summary>
public static class Allocation
{
    private const int Attempts = 10;

    /// <summary>
    /// The least of several runs, in bytes. A garbage collection that another thread causes in the middle of a reading shifts it by up to the 8 KB
    /// a thread is given ahead; code that allocates does so every time.
    /// </summary>
    public static long LeastOf(Action action)
    {
        long least = long.MaxValue;
        for (int i = 0; i < Attempts && least != 0; i++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            action();
            least = Math.Min(least, Math.Abs(GC.GetAllocatedBytesForCurrentThread() - before));
        }

        return least;
    }
}
