using System.Runtime.CompilerServices;

namespace Pprof.Workloads.Heap;

/// <summary>Allocates and forgets.</summary>
internal static class Garbage
{
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void Make(long bytes)
    {
        for (long made = 0; made < bytes; made += 5_024)
        {
            GC.KeepAlive(new byte[5_000]);
        }
    }

    /// <summary>Until all that can go has gone.</summary>
    public static void Collect()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
    }
}
