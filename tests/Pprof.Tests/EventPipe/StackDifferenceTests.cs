using Microsoft.Diagnostics.Tracing;
using Microsoft.Diagnostics.Tracing.Etlx;
using Xunit;

namespace Pprof.Tests.EventPipe;

/// <summary>Events with their stacks, read by us and by TraceEvent's log.</summary>
public sealed class StackDifferenceTests
{
    [Fact]
    public void Stacks_payloads_and_times_are_those_that_TraceEvent_reads()
    {
        EventLog ours = EventLog.Read(RecordedStream.Bytes);
        DirectoryInfo folder = Directory.CreateTempSubdirectory("pprof-events-");
        try
        {
            string file = Path.Combine(folder.FullName, "recorded.nettrace");
            File.WriteAllBytes(file, RecordedStream.Bytes);
            using TraceLog log = new(TraceLog.CreateFromEventPipeDataFile(file));
            string[] theirs = [.. log.Events.Where(data => data.ProviderName == RecordedStream.SourceName).Select(Describe)];

            Assert.Equal(RecordedStream.Threads * RecordedStream.EventsPerThread, ours.WithStacks.Count);
            Assert.Equal(theirs.Order(), ours.WithStacks.Order());
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static string Describe(TraceEvent data) =>
        EventLog.Describe((int)data.ID, (ulong)data.ThreadID, data.EventData(), [.. StackOf(data)]);

    private static IEnumerable<ulong> StackOf(TraceEvent data)
    {
        for (TraceCallStack? frame = data.CallStack(); frame is not null; frame = frame.Caller)
        {
            yield return frame.CodeAddress.Address;
        }
    }
}
