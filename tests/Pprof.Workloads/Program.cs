using Pprof.Unwinding;
using Pprof.Workloads.Awaits;
using Pprof.Workloads.Closed;
using Pprof.Workloads.HeapProfiles;
using Pprof.Workloads.Heap;
using Pprof.Workloads.Inlining;
using Pprof.Workloads.Oracle;
using Pprof.Workloads.Refusals;

// Programs of known shape, run as child processes of tests so that the runtime can be configured by environment.
switch (args)
{
    case ["oracle", string captures, string seed, ..]:
        OracleRun run = new OracleRun(StackUnwinder.Create(), int.Parse(seed, null)).Compare(int.Parse(captures, null));
        Console.WriteLine(run.Report());
        return run.Exact == run.Captures && run.AtRoot == run.Captures ? 0 : 1;
    case ["fallback", string captures, string seed]:
        OracleRun fallback = new OracleRun(StackUnwinder.Create(new UnwinderOptions { WithoutDescription = true }), int.Parse(seed, null), isFallback: true).Compare(int.Parse(captures, null));
        Console.WriteLine(fallback.Report());
        // A method replaced while it looped may have no way out that a prologue tells; depends on when the runtime replaces it. Said, and rare.
        return fallback.Exact + fallback.Cut == fallback.Captures && fallback.Cut <= fallback.Captures / 20 ? 0 : 1;
    case ["live", string captures, string seed]:
        LiveRun live = new LiveRun(int.Parse(seed, null)).Compare(int.Parse(captures, null));
        Console.WriteLine(live.Report());
        return live.IsRight ? 0 : 1;
    case ["asynchronous", string samples, string seed]:
        AsynchronousRun asynchronous = new AsynchronousRun(StackUnwinder.Create(), int.Parse(seed, null)).Sample(int.Parse(samples, null));
        Console.WriteLine(asynchronous.Report());
        return asynchronous.Right == asynchronous.Samples ? 0 : 1;
    case ["cost", string rounds]:
        Console.WriteLine("whole stack: " + new UnwindingCost(StackUnwinder.Create()).Measure(int.Parse(rounds, null)));
        var managedOnly = new UnwinderOptions { Native = new NoNativeUnwinder() };
        Console.WriteLine("to the last managed frame: " + new UnwindingCost(StackUnwinder.Create(managedOnly)).Measure(int.Parse(rounds, null)));
        return 0;
    case ["closed"]:
        ClosedDiagnostics.Report();
        return 0;
    case ["churn", string tracker, string session]:
        return ChurnRun.Report(tracker, changesSession: session == "changing");
    case ["heap", string tracker, string shape, string megabytes]:
        return ConformanceRun.Report(tracker, shape, long.Parse(megabytes, null) << 20);
    case ["heap", string liveness, string kind, string megabytes, string keepOneOf, string folder]:
        return HeapRun.Report(liveness, kind, long.Parse(megabytes, null), int.Parse(keepOneOf, null), folder);
    case ["allocators", string folder]:
        return AllocatorsRun.Report(folder);
    case ["comments", .. string[] profilers]:
        return CommentsRun.Report(profilers);
    case ["inlining", string file]:
        return InliningRun.Report(file);
    case ["agent", .. string[] words]:
        return AgentRuns.Run(words);
    case ["awaits", "search", string awaiters]:
        return SearchCost.Report(int.Parse(awaiters, null));
    case ["awaits", "cost", string seconds, string frequency, .. string[] way]:
        return AwaitCost.Report(int.Parse(seconds, null), int.Parse(frequency, null), way is [string only] ? int.Parse(only, null) : null);
    case ["awaits", string samples, string megabytesPerSecond]:
        return AwaitRun.Report(int.Parse(samples, null), int.Parse(megabytesPerSecond, null));
    case ["refuse", string calls, string error, string files, .. string[] other]:
        return Launcher.Start(calls, int.Parse(error, null), ulong.Parse(files, null), other);
    case ["refused", string folder]:
        return RefusalRun.Report(folder);
    default:
        Console.Error.WriteLine("usage: Pprof.Workloads oracle|live|asynchronous <count> <seed> | cost <rounds> | closed | heap <liveness> <kind> <megabytes> <keep one of> <folder>");
        return 2;
}
