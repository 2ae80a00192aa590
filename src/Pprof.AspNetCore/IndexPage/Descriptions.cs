using System.Collections.Frozen;

namespace Pprof.AspNetCore.IndexPage;

/// <summary>One line for each profile that the library has, and for each other page.</summary>
internal static class Descriptions
{
    private static readonly FrozenDictionary<string, string> s_texts = new Dictionary<string, string>
    {
        ["allocs"] = "Sampled allocations since sampling began, by the stack that made them.",
        ["block"] = "Where threads waited for locks, events, tasks and each other, and how long.",
        ["cmdline"] = "The command line of this process.",
        ["exceptions"] = "Stacks that threw exceptions.",
        ["goroutine"] = "What every managed thread does now, and with ProfileKinds.Tasks every async operation in flight.",
        ["goroutineleak"] = "Async operations that nothing can complete any more. Stops the program for one or two full collections.",
        ["heap"] = "Sampled allocations that are still alive. gc=1 collects garbage first.",
        ["latency"] = "Where requests spend their time: wall time of async operations and of blocked threads, by logical stack.",
        ["mutex"] = "Where threads waited for a lock that another one held, and how long.",
        ["profile"] = "CPU time of every thread. seconds says for how long (30 unless given), hz how often.",
        ["symbol"] = "Names of functions for addresses: symbol?0x1234+0x5678.",
        ["threadcreate"] = "The stacks that started threads.",
        ["trace"] = "The runtime's events as a .nettrace file, for PerfView and dotnet-trace convert. seconds says for how long (1 unless given).",
    }.ToFrozenDictionary();

    public static string Of(string name) => s_texts.GetValueOrDefault(name, "A profile of this program's own: values it holds, by the stack that added them.");

    public static bool Has(string name) => s_texts.ContainsKey(name);
}
