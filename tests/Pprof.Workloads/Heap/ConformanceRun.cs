using System.Globalization;
using System.Runtime.CompilerServices;
using Pprof.Profiles.Heap;

namespace Pprof.Workloads.Heap;

/// <summary>Keeps objects of one shape, lets go of them, and says at each step what the tracker thinks is alive. One <c>key value</c> for each line.</summary>
internal static class ConformanceRun
{
    private static readonly TimeSpan s_timeout = TimeSpan.FromSeconds(60);
    private static RetainedObjects? s_retained;

    public static int Report(string tracker, string shape, long bytes)
    {
        IHeapTracker heap = HeapTrackers.Create(tracker);
        HeapLedger ledger = new();
        if (heap.TryStart(ledger) is { } reason)
        {
            Console.WriteLine($"reason {reason}");
            return 1;
        }

        Retain(shape, bytes);
        Collect();
        Tell("kept", heap, ledger);
        CollectMuch();
        Tell("later", heap, ledger);
        s_retained = null;
        HeapShapes.Unpin();
        Collect();
        Tell("released", heap, ledger);
        heap.Stop();
        int samples = ledger.Samples;
        Tell("stopped", heap, ledger);
        Say("after", ledger.Samples - samples);
        Say("deepest", ledger.Deepest);
        Say("mistakes", ledger.Mistakes);
        Say("unknown", ledger.Unknown);
        Say("lost", heap.Lost);
        Console.WriteLine($"fault {heap.Fault}");
        return 0;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Retain(string shape, long bytes)
    {
        s_retained = HeapShapes.Retain(shape, bytes);
        Say("retained", s_retained.Bytes);
        Say("objects", s_retained.Count);
        Say("sigma", Math.Sqrt(s_retained.Variance));
    }

    // Twice: what has a finalizer goes with the second.
    private static void Collect()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
    }

    // Young collections with survivors, a background one, and a compacting one.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void CollectMuch()
    {
        List<byte[]> some = [];
        for (int i = 0; i < 20_000; i++)
        {
            byte[] array = new byte[5_000];
            if (i % 100 == 0)
            {
                some.Add(array);
            }
        }

        GC.Collect(0);
        GC.Collect(2, GCCollectionMode.Optimized, blocking: false);
        GC.KeepAlive(some);
        some.Clear();
        GC.Collect(2, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        Collect();
    }

    private static void Tell(string step, IHeapTracker heap, HeapLedger ledger)
    {
        bool isWhole = heap.Refresh(s_timeout);
        (int samples, double live) = ledger.Live();
        Say(step + ".whole", isWhole ? 1 : 0);
        Say(step + ".live", live);
        Say(step + ".samples", samples);
        Console.WriteLine($"{step}.types {ledger.LiveTypes()}");
    }

    private static void Say(string key, double value) => Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{key} {value:0}"));
}
