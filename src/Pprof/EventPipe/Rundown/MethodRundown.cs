using System.Diagnostics.Tracing;
using Microsoft.Diagnostics.NETCore.Client;
using Pprof.EventPipe.Nettrace;

namespace Pprof.EventPipe.Rundown;

/// <summary>
/// Asks the runtime for every method it has compiled or prepared, by opening a session that wants no events and closing it: the runtime then lists them.
/// The documented way to learn what is at an address; it knows no collectible code that has been unloaded, and nothing that is compiled afterwards.
/// </summary>
/// <param name="Table">What was learned.</param>
/// <param name="Lost">Events that did not fit the session's buffer.</param>
/// <param name="Fault">Why the list is not whole; null when it is.</param>
internal sealed record MethodRundown(MethodTable Table, long Lost, string? Fault)
{
    private const string RuntimeProvider = "Microsoft-Windows-DotNETRuntime";
    private const long NoKeywords = 0;
    private const long Loader = 0x8;
    private const long Methods = 0x10;
    private const long ILToNativeMaps = 0x20000;

    // 10,000 methods with maps take 4 MB; the runtime allocates as it needs, and what does not fit is dropped.
    private const int RuntimeBufferMegabytes = 64;
    private const long MostBytes = 64 << 20;
    private static readonly TimeSpan s_stopTimeout = TimeSpan.FromSeconds(30);

    /// <summary>
    /// Why the runtime must not be asked for its methods now, one sentence without its full stop; null when it may be. Any thread.
    /// </summary>
    /// <remarks>
    /// The runtime does not hold what it lists. When an assembly is unloaded meanwhile, the process ends by a segmentation fault: two threads that load and drop
    /// collectible assemblies beside a session that ends every half a second got there in three of four runs of ten seconds, without any other profile.
    /// </remarks>
    public static string? UnsafeReason =>
        AppDomain.CurrentDomain.GetAssemblies().FirstOrDefault(static one => one.IsCollectible) is { } collectible
            ? $"the process has loaded assemblies that may be unloaded ({collectible.GetName().Name}), and the runtime ends the process "
                + "when it lists its methods while it unloads some"
            : null;

    /// <summary>Callers' threads. Takes 50-200 ms, most of it the runtime's. Null with a reason where there is no diagnostics socket.</summary>
    public static MethodRundown? TryCollect(bool withILMaps, out string? reason)
    {
        long keywords = Loader | Methods | (withILMaps ? ILToNativeMaps : 0);
        EventPipeProvider nothing = new(RuntimeProvider, EventLevel.Critical, NoKeywords);
        EventPipeSessionConfiguration configuration = new([nothing], RuntimeBufferMegabytes, keywords, requestStackwalk: false);
        using DiagnosticsSession? session = DiagnosticsSession.TryStart(configuration, MostBytes, out reason);
        if (session is null)
        {
            return null;
        }

        bool stopped = session.TryStop(s_stopTimeout);
        session.Dispose();
        MethodRundown rundown = Read(session.Events);
        return stopped ? rundown : rundown with { Fault = rundown.Fault ?? $"the session did not end within {s_stopTimeout.TotalSeconds} s" };
    }

    /// <summary>Decodes a recorded stream; what precedes damage is kept.</summary>
    public static MethodRundown Read(Stream stream)
    {
        RundownEvents events = new();
        NettraceReader reader = new(stream, events);
        string? fault = null;
        try
        {
            reader.ReadToEnd();
        }
        catch (NettraceFormatException e)
        {
            fault = e.Message;
        }

        fault ??= reader.Lost > 0 ? $"{reader.Lost} events did not fit the buffer" : null;
        return new MethodRundown(new MethodTable(events.Methods, events.Modules), reader.Lost, fault);
    }
}
