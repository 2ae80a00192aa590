using Pprof.Format;

namespace Pprof.Reporting;

/// <summary>What a kind of profile is, and what its figures cannot tell: by its sample types, whoever wrote it.</summary>
internal static class ProfileKindNotes
{
    public static (string Kind, IReadOnlyList<string> CannotTell) Of(ProfileData profile, string sampleType)
    {
        HashSet<string> types = [.. profile.SampleTypes.Select(type => type.Type)];
        return types.Contains("cpu") ? ("cpu", OfCpu)
            : types.Contains("inuse_space") ? ("heap", OfHeap(sampleType))
            : types.Contains("delay") ? ("waits (block or mutex)", OfWaits)
            : types.Contains("operations") && types.Contains("time") ? ("latency", OfLatency)
            : types.Contains("goroutineleak") ? ("goroutineleak", OfLost)
            : types.Contains("goroutine") ? ("goroutine", OfThreads)
            : types.Contains("wall") ? ("wall time", OfWall)
            : types.Contains("exceptions") ? ("exceptions", OfExceptions)
            : types.Contains("threadcreate") ? ("threadcreate", ["Threads that ended are counted too: these are starts, not what runs now."])
            : (sampleType, []);
    }

    private static IReadOnlyList<string> OfCpu =>
    [
        "CPU time only: a thread that waits for a lock, the disk, the network or a timer costs nothing here. For waiting see block, mutex and goroutine.",
        "Samples, not traces: how often a function was called, and how long one call took, cannot be told.",
    ];

    private static IReadOnlyList<string> OfWaits =>
    [
        "Time in which threads waited, added up over threads: ten threads that wait a second are ten seconds.",
        "A wait counts when it ends: what still waits is not here, see goroutine.",
    ];

    private static IReadOnlyList<string> OfThreads =>
    [
        "One moment: a stack that is here once may have been there for a microsecond or for a day. Take it twice and compare.",
    ];

    private static IReadOnlyList<string> OfLatency =>
    [
        "Wall time of what was under way, added up: ten requests that wait a second are ten seconds. It says where requests are, not what uses the processor.",
        "Sampled: what is short and rare may be missing, sums of a few looks are uncertain. How many looks there were is in the comments.",
    ];

    private static IReadOnlyList<string> OfLost =>
    [
        "Only what nothing leads to: an operation that waits for ever while some list or static field still holds it is not here. Those are in goroutine, with their age.",
    ];

    private static IReadOnlyList<string> OfWall =>
    [
        "Wall time of managed threads, running or waiting, seen at safe points: it says where threads are, not what uses the processor.",
    ];

    private static IReadOnlyList<string> OfExceptions => ["Thrown, whether they were caught or not. What they cost is in the CPU profile."];

    private static IReadOnlyList<string> OfHeap(string sampleType) =>
    [
        sampleType.StartsWith("inuse", StringComparison.Ordinal)
            ? "What is alive as of the last collection, by the stack that allocated it, not by what holds it: look for who keeps a reference."
            : "What was allocated, alive or not. It says who makes work for the collector, not who leaks.",
        "Sampled: small sums are uncertain. Only what was allocated since sampling began is here.",
    ];
}
