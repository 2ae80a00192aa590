using System.Globalization;
using Pprof.EventPipe.Hub;
using Pprof.Profiles.Heap;
using Pprof.Profiles.ThreadStarts;

namespace Pprof.Workloads.Heap;

/// <summary>
/// Replaces what is kept, at random and from two threads, while background collections run and the session that a tracker may listen to is changed. Says what the
/// tracker thinks is alive when all is quiet and a background collection has passed. One <c>key value</c> for each line.
/// </summary>
internal static class ChurnRun
{
    private const int Slots = 20_000;
    private const int Rounds = 32;
    private static readonly TimeSpan s_timeout = TimeSpan.FromSeconds(60);
    private static readonly byte[]?[] s_kept = new byte[Slots][];

    public static int Report(string name, bool changesSession)
    {
        IHeapTracker tracker = HeapTrackers.Create(name);
        HeapLedger ledger = new();
        if (tracker.TryStart(ledger) is { } reason)
        {
            Console.WriteLine($"reason {reason}");
            return 1;
        }

        ThreadStartProfile other = new(EventHub.Shared);
        for (int round = 0; round < Rounds; round++)
        {
            Replace(round);
            GC.Collect(2, GCCollectionMode.Forced, blocking: round % 10 == 0, compacting: round % 20 == 0);
            ChangeSession(other, changesSession ? round % 8 : -1);
        }

        CollectInBackground();
        Tell("quiet", tracker, ledger);
        Array.Clear(s_kept);
        GC.Collect();
        Tell("released", tracker, ledger);
        tracker.Stop();
        Say("mistakes", ledger.Mistakes);
        Say("unknown", ledger.Unknown);
        Say("samples", ledger.Samples);
        Say("lost", tracker.Lost);
        return 0;
    }

    private static void Replace(int seed)
    {
        Thread[] threads = [new(() => Replace(2 * seed, 0)), new(() => Replace((2 * seed) + 1, 1))];
        Array.ForEach(threads, static one => one.Start());
        Array.ForEach(threads, static one => one.Join());
    }

    private static void Replace(int seed, int parity)
    {
        Random random = new(seed);
        for (int i = 0; i < 6_000; i++)
        {
            int slot = (2 * random.Next(Slots / 2)) + parity;
            s_kept[slot] = random.Next(200) == 0 ? new byte[random.Next(85_000, 300_000)] : new byte[random.Next(0, 8_000)];
        }
    }

    private static void ChangeSession(ThreadStartProfile other, int step)
    {
        if (step == 2)
        {
            other.TryEnable();
        }
        else if (step == 5)
        {
            other.Disable();
        }
    }

    // Young ones first, which a background collection passes over.
    private static void CollectInBackground()
    {
        GC.Collect(1);
        for (int i = 0; i < 2; i++)
        {
            long before = GC.GetGCMemoryInfo(GCKind.Background).Index;
            GC.Collect(2, GCCollectionMode.Forced, blocking: false);
            SpinWait.SpinUntil(() => GC.GetGCMemoryInfo(GCKind.Background).Index > before, s_timeout);
        }
    }

    private static void Tell(string step, IHeapTracker tracker, HeapLedger ledger)
    {
        bool isWhole = tracker.Refresh(s_timeout);
        long[] sizes = [.. s_kept.Where(static one => one is not null).Select(static one => HeapSizes.Array(one!.Length, 1))];
        (int samples, double live) = ledger.Live();
        Say(step + ".whole", isWhole ? 1 : 0);
        Say(step + ".retained", sizes.Sum());
        Say(step + ".sigma", Math.Sqrt(sizes.Sum(static size => (double)size * size * (1 - HeapLedger.Probability(size)) / HeapLedger.Probability(size))));
        Say(step + ".samples", samples);
        Say(step + ".live", live);
    }

    private static void Say(string key, double value) => Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{key} {value:0}"));
}
