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

    private static readonly Lazy<byte[]> s_bytes = new(Record);

    public static byte[] Bytes => s_bytes.Value;

    private static byte[] Record()
    {
        using Source source = new();
        EventPipeSessionConfiguration configuration = new(
            [new EventPipeProvider(SourceName, EventLevel.Verbose)], circularBufferSizeMB: 16, rundownKeyword: 0, requestStackwalk: true);
        using DiagnosticsSession session = DiagnosticsSession.TryStart(configuration, 16 << 20, out string? reason)
            ?? throw new InvalidOperationException(reason);
        Thread[] threads = [.. Enumerable.Range(0, Threads).Select(_ => new Thread(() => Raise(source)))];
        Array.ForEach(threads, thread => thread.Start());
        Array.ForEach(threads, thread => thread.Join());
        if (!session.TryStop(TimeSpan.FromSeconds(30)))
        {
            throw new InvalidOperationException("the session did not stop");
        }

        using MemoryStream copy = new();
        session.Events.CopyTo(copy);
        return copy.ToArray();
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    internal static void Raise(Source source)
    {
        for (int i = 0; i < EventsPerThread; i++)
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
