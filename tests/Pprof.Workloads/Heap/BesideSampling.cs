using System.Runtime.InteropServices;
using Pprof.Interop;
using Pprof.Profiles.Heap;
using Pprof.Sampling;

namespace Pprof.Workloads.Heap;

/// <summary>Another profiler samples allocations too, and events with the same number from elsewhere come to all. One <c>key value</c> for each line.</summary>
internal static unsafe class BesideSampling
{
    private static readonly TimeSpan s_timeout = TimeSpan.FromSeconds(60);

    public static void Run(string other)
    {
        AgentRuns.Say("others", AgentRuns.TryAttach(other) ? 1 : 0);
        nint library = NativeLibrary.Load(other);
        AgentTracker tracker = new();
        HeapLedger ledger = new();

        // Attached first, and off.
        AgentRuns.Say("reason", tracker.TryStart(ledger));
        tracker.Stop();
        Session(library, "other_start_session");
        AgentBoard* board = (AgentBoard*)NativeLibrary.GetExport(NativeLibrary.Load(AgentFile.TryFind(out _)!), "pprof_heap_agent_board");
        ulong before = board->Reserved;
        Garbage.Make(50 << 20);
        AgentRuns.Say("before", board->Reserved - before);

        Follow(tracker, ledger);
        ulong after = board->Reserved;
        Garbage.Make(50 << 20);
        AgentRuns.Say("after", board->Reserved - after);
        AgentRuns.Say("handles", board->Handles);
        Session(library, "other_stop_session");
    }

    private static void Follow(AgentTracker tracker, HeapLedger ledger)
    {
        using SameNumber events = new();
        tracker.TryStart(ledger);
        AgentRuns.Keep(2_000);
        for (int i = 0; i < 1_000; i++)
        {
            events.Written("a text that is long enough to look like a sampled allocation");
        }

        Garbage.Collect();
        AgentRuns.Say("refreshed", tracker.Refresh(s_timeout));
        AgentRuns.Say("enabled", events.IsEnabled());
        AgentRuns.Say("live", $"{ledger.Live().Bytes:0}");
        AgentRuns.Say("mistakes", ledger.Mistakes);
        tracker.Stop();
    }

    private static void Session(nint library, string function)
    {
        int error = Libc.RunOnNativeThread(NativeLibrary.GetExport(library, function));
        AgentRuns.Say(function, error != 0 ? error : *(int*)NativeLibrary.GetExport(library, "other_result"));
    }
}
