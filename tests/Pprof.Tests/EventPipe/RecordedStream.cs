using System.Diagnostics.Tracing;
using System.Runtime.CompilerServices;
using Microsoft.Diagnostics.NETCore.Client;
using Pprof.EventPipe;

namespace Pprof.Tests.EventPipe;

/// <summary>The bytes of a session of this process on itself: events of a source of ours with stacks, from several threads.</summary>
internal static class RecordedStream
{
    public const string SourceName = "Pprof-Tests-Recorded";
    public const int Threads = 3;
    public const int EventsPerThread = 200;

    // One at a time, and one source: a process has no two sources of a name, and a session gets what anybody raises.
    private static readonly Lock s_gate = new();
    private static readonly Source s_source = new();
    private static readonly Lazy<byte[]> s_bytes = new(() => Record(Threads, EventsPerThread));
    private static readonly Lazy<byte[]> s_few = new(() => Record(threads: 1, eventsPerThread: 15));

    public static byte[] Bytes => s_bytes.Value;

    /// <summary>A stream of few events, for tests that read it thousands of times.</summary>
    public static byte[] Few => s_few.Value;

    private static byte[] Record(int threads, int eventsPerThread)
    {
        lock (s_gate)
        {
            return RecordAlone(threads, eventsPerThread);
        }
    }

    private static byte[] RecordAlone(int threads, int eventsPerThread)
    {
        EventPipeSessionConfiguration configuration = new(
            [new EventPipeProvider(SourceName, EventLevel.Verbose)], circularBufferSizeMB: 16, rundownKeyword: 0, requestStackwalk: true);
        using DiagnosticsSession session = DiagnosticsSession.TryStart(configuration, 16 << 20, out string? reason)
            ?? throw new InvalidOperationException(reason);
        // .NET 11 answers before the session is in force.
        SpinWait.SpinUntil(s_source.IsEnabled, TimeSpan.FromSeconds(10));
        Thread[] raisers = [.. Enumerable.Range(0, threads).Select(_ => new Thread(() => Raise(s_source, eventsPerThread)))];
        Array.ForEach(raisers, thread => thread.Start());
        Array.ForEach(raisers, thread => thread.Join());
        if (!session.TryStop(TimeSpan.FromSeconds(30)))
        {
            throw new InvalidOperationException("the session did not stop");
        }

        using MemoryStream copy = new();
        session.Events.CopyTo(copy);
        return copy.ToArray();
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    internal static void Raise(Source source, int events)
    {
        for (int i = 0; i < events; i++)
        {
            source.Said(i, new string('x', i % 50));
        }
    }

    [EventSource(Name = SourceName)]
    internal sealed class Source : EventSource
    {
        [Event(7)]
        public void Said(int number, string text) => WriteEvent(7, number, text);
    }
}
