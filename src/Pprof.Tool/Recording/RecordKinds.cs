namespace Pprof.Tool.Recording;

/// <summary>The kinds of profile that can be recorded.</summary>
internal static class RecordKinds
{
    public const string Cpu = "cpu";
    public const string Goroutine = "goroutine";
    public const string Trace = "trace";
    private static readonly TimeSpan s_usualTime = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan s_timeOfLook = TimeSpan.FromSeconds(1);

    /// <summary>Each with what it holds.</summary>
    public static IReadOnlyDictionary<string, string> All { get; } = new Dictionary<string, string>
    {
        [Cpu] = "where CPU time goes, managed and native code, every thread",
        ["heap"] = "what was allocated meanwhile and is still alive, by stack and type",
        ["allocs"] = "everything that was allocated meanwhile",
        [Goroutine] = "what every thread and async operation is doing at the end",
        ["goroutineleak"] = "async operations that began meanwhile and that nothing can complete",
        ["block"] = "how long threads waited, for anything",
        ["mutex"] = "how long threads waited for locks",
        ["latency"] = "wall time of what is under way: async operations, and threads that run or are blocked",
        ["exceptions"] = "what was thrown, by type and stack",
        ["threadcreate"] = "which stacks started threads",
        [Trace] = "the runtime's events, as a .nettrace file",
    };

    /// <summary>A look at what threads do needs no ten seconds; a second is for the async operations, which are known from the start on.</summary>
    public static TimeSpan UsualTime(IReadOnlyList<string> kinds) => kinds.All(kind => kind == Goroutine) ? s_timeOfLook : s_usualTime;

    /// <summary>Name of the file that holds it.</summary>
    public static string FileName(string kind) => kind == Trace ? "trace.nettrace" : kind + ".pb.gz";
}
