using System.Diagnostics.Tracing;
using Microsoft.Diagnostics.NETCore.Client;

namespace Pprof.Profiles.Trace;

/// <summary>What a trace holds: the providers that <c>dotnet-trace</c> chooses when it is not told.</summary>
internal static class TraceProviders
{
    // GC 0x1, loader 0x8, JIT 0x10, contention 0x4000, exceptions 0x8000, threading 0x10000, JIT to native maps 0x20000, compilation 0x1000000000.
    private const long RuntimeKeywords = 0x100003C019;

    // Keeps the thread's activity on each event over the hops of a task.
    private const long TasksFlowActivityIds = 0x80;

    // As much as a thousand stacks a second of a hundred threads need for two seconds, if the reader stops for so long.
    private const int RuntimeBufferMegabytes = 64;

    /// <summary>With the rundown at the end, which gives the addresses in the stacks their names.</summary>
    public static EventPipeSessionConfiguration Configuration { get; } = new(
        [
            new EventPipeProvider("Microsoft-DotNETCore-SampleProfiler", EventLevel.Informational),
            new EventPipeProvider("Microsoft-Windows-DotNETRuntime", EventLevel.Informational, RuntimeKeywords),
            new EventPipeProvider("System.Threading.Tasks.TplEventSource", EventLevel.Informational, TasksFlowActivityIds),
        ],
        RuntimeBufferMegabytes,
        requestRundown: true,
        requestStackwalk: true);
}
