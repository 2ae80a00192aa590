using System.Runtime.InteropServices;
using Microsoft.Diagnostics.NETCore.Client;
using Pprof.Profiles.Heap;
using Pprof.Sampling;

namespace Pprof.Workloads.Heap;

/// <summary>The native agent in trouble, each in a process of its own. One <c>key value</c> for each line.</summary>
internal static unsafe class AgentRuns
{
    private static readonly TimeSpan s_timeout = TimeSpan.FromSeconds(60);
    private static byte[][]? s_kept;

    public static int Run(string[] words)
    {
        switch (words)
        {
            case ["reason"]: Reason(new AgentTracker()); return 0;
            case ["reason", string path]: Reason(new AgentTracker(path)); return 0;
            case ["full", string other]: Full(other); return 0;
            case ["beside", string other]: Beside(other); return 0;
            case ["sampling", string other]: BesideSampling.Run(other); return 0;
            case ["again"]: Again(); return 0;
            case ["overflow"]: Overflow(); return 0;
            case ["handles"]: Handles(); return 0;
            case ["fault"]: Fault(); return 0;
            case ["thread"]: NoThread(); return 0;
            case ["two"]: Two(); return 0;
            case ["exit"]: Exit(); return 0;
            default: return 2;
        }
    }

    internal static void Say(string key, object? value) => Console.WriteLine($"{key} {value}");

    private static void Reason(AgentTracker tracker)
    {
        Say("reason", tracker.TryStart(new HeapLedger()));
        Garbage.Make(1 << 20);
        Say("refreshed", tracker.Refresh(TimeSpan.FromSeconds(1)));
        tracker.Stop();
        Say("lost", tracker.Lost);
    }

    // Every place of a profiler is taken.
    private static void Full(string other)
    {
        int attached = 0;
        while (attached < 100 && TryAttach(other))
        {
            attached++;
        }

        Say("others", attached);
        Reason(new AgentTracker());
    }

    internal static bool TryAttach(string path)
    {
        try
        {
            new DiagnosticsClient(Environment.ProcessId).AttachProfiler(s_timeout, Guid.NewGuid(), path);
            return true;
        }
        catch (ProfilerAlreadyActiveException)
        {
            return false;
        }
    }

    private static void Beside(string other)
    {
        Say("others", TryAttach(other) ? 1 : 0);
        nint library = NativeLibrary.Load(other);
        int* collections = (int*)NativeLibrary.GetExport(library, "other_collections");
        AgentTracker tracker = new();
        HeapLedger ledger = new();
        Say("reason", tracker.TryStart(ledger));
        int before = *collections;
        Keep(2_000);
        Garbage.Collect();
        Say("refreshed", tracker.Refresh(s_timeout));
        Say("live", $"{ledger.Live().Bytes:0}");
        Say("collections", *collections - before);
        tracker.Stop();
    }

    // On and off: each time samples come while it is on and none after, and no handle stays.
    private static void Again()
    {
        using HandleCount count = new();
        AgentTracker tracker = new();
        HeapLedger ledger = new();
        Cycle(tracker, ledger);
        long handles = count.Settled(long.MaxValue);
        int fewest = int.MaxValue;
        for (int i = 0; i < 30; i++)
        {
            fewest = Math.Min(fewest, Cycle(tracker, ledger));
        }

        Say("fewest", fewest);
        Say("mistakes", ledger.Mistakes);
        Say("grown", count.Settled(handles + 20) - handles);
        Say("own", tracker.Handles);
    }

    private static int Cycle(AgentTracker tracker, HeapLedger ledger)
    {
        int before = ledger.Samples;
        if (tracker.TryStart(ledger) is { } reason)
        {
            Say("reason", reason);
        }

        Keep(1_000);
        Garbage.Make(20 << 20);
        tracker.Stop();
        int samples = ledger.Samples;
        Garbage.Make(20 << 20);
        return ledger.Samples == samples ? samples - before : -1;
    }

    // The reader stands still while more is allocated than the ring holds.
    private static void Overflow()
    {
        using ManualResetEventSlim mayGoOn = new(false);
        AgentTracker tracker = new();
        HeapLedger ledger = new() { OnSample = mayGoOn.Wait };
        tracker.TryStart(ledger);
        while (tracker.Lost < 100)
        {
            Garbage.Make(100 << 20);
        }

        long lost = tracker.Lost;
        mayGoOn.Set();
        Say("refreshed", tracker.Refresh(s_timeout));
        Keep(2_000);
        Garbage.Collect();
        Say("again", tracker.Refresh(s_timeout));
        Say("lost", tracker.Lost - lost);
        Say("samples", ledger.Samples);
        Say("live", $"{ledger.Live().Bytes:0}");
        tracker.Stop();
    }

    // No more handles than a bound: what is beyond is unknown, and following goes on when there are fewer again.
    private static void Handles()
    {
        AgentTracker tracker = new();
        HeapLedger ledger = new();
        tracker.TryStart(ledger);
        AgentBoard* board = (AgentBoard*)NativeLibrary.GetExport(NativeLibrary.Load(AgentFile.TryFind(out _)!), "pprof_heap_agent_board");
        board->MostHandles = 100;
        Keep(5_000);
        tracker.Refresh(s_timeout);
        Say("unknown", ledger.Unknown);
        Say("handles", board->Handles);
        s_kept = null;
        Garbage.Collect();
        tracker.Refresh(s_timeout);
        Say("released", board->Handles);
        int unknown = ledger.Unknown;
        Keep(500);
        Garbage.Collect();
        tracker.Refresh(s_timeout);
        Say("more", ledger.Unknown - unknown);
        Say("live", $"{ledger.Live().Bytes:0}");
        tracker.Stop();
        Say("stopped", board->Handles);
    }

    private static void Fault()
    {
        AgentTracker tracker = new();
        HeapLedger ledger = new();
        tracker.TryStart(ledger);
        Keep(1_000);
        Garbage.Collect();
        tracker.Refresh(s_timeout);
        Say("followed", ledger.Live().Samples);
        ledger.OnSample = () => throw new InvalidOperationException("thrown on purpose");
        Garbage.Make(20 << 20);
        Say("refreshed", tracker.Refresh(s_timeout));
        Say("fault", tracker.Fault);
        Say("unknown", ledger.Unknown);
        Say("live", ledger.Live().Samples);
        Garbage.Make(20 << 20);
        tracker.Stop();
        Say("handles", tracker.Handles);
        ledger.OnSample = () => { };
        int samples = ledger.Samples;
        Say("reason", tracker.TryStart(ledger));
        Garbage.Make(20 << 20);
        Say("again", tracker.Refresh(s_timeout));
        Say("more", ledger.Samples - samples);
        Say("mistakes", ledger.Mistakes);
        Say("none", tracker.Fault);
        tracker.Stop();
    }

    // No thread for the reader: the agent is as it was, and the next start works.
    private static void NoThread()
    {
        AgentTracker tracker = new(static _ => throw new InsufficientMemoryException());
        Say("reason", tracker.TryStart(new HeapLedger()));
        Say("handles", tracker.Handles);
        tracker.Stop();
        AgentTracker next = new();
        Say("next", next.TryStart(new HeapLedger()));
        Garbage.Make(1 << 20);
        Say("refreshed", next.Refresh(s_timeout));
        next.Stop();
    }

    private static void Two()
    {
        AgentTracker first = new();
        AgentTracker second = new();
        Say("first", first.TryStart(new HeapLedger()));
        Say("second", second.TryStart(new HeapLedger()));
        first.Stop();
        Say("then", second.TryStart(new HeapLedger()));
        second.Stop();
    }

    // The process ends while threads are inside the agent.
    private static void Exit()
    {
        AgentTracker tracker = new();
        HeapLedger ledger = new();
        for (int i = 0; i < 6; i++)
        {
            new Thread(() => Garbage.Make(long.MaxValue - (1 << 20))) { IsBackground = true }.Start();
        }

        Say("reason", tracker.TryStart(ledger));
        SpinWait.SpinUntil(() => ledger.Samples > 500, s_timeout);
        Say("samples", ledger.Samples > 500);
    }

    [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.NoInlining)]
    internal static void Keep(int arrays) => s_kept = [.. Enumerable.Range(0, arrays).Select(_ => new byte[100_000])];
}
