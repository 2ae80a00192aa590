using Microsoft.Diagnostics.Tracing;
using Pprof.EventPipe.Nettrace;
using Pprof.Runtime;
using Xunit;

namespace Pprof.Tests.EventPipe;

/// <summary>A stream recorded from this process, read by us and by TraceEvent; and what damage to it does.</summary>
public sealed class NettraceReaderTests
{
    [Fact]
    public void Events_are_those_that_TraceEvent_reads()
    {
        EventLog log = EventLog.Read(RecordedStream.Bytes);
        List<string> theirs = [];
        using EventPipeEventSource source = new(new MemoryStream(RecordedStream.Bytes));
        source.Dynamic.All += data => theirs.Add($"{data.ProviderName} {(int)data.ID} {data.ThreadID} {Convert.ToHexString(data.EventData())}");
        source.Process();

        Assert.Equal(source.EventsLost, log.Lost);
        Assert.Equal(theirs.Where(e => e.StartsWith(RecordedStream.SourceName, StringComparison.Ordinal)).Order(), log.Ours.Order());
    }

    [Fact]
    public void Every_event_written_arrives_with_the_stack_that_wrote_it()
    {
        EventLog log = EventLog.Read(RecordedStream.Bytes);

        Assert.Equal(RecordedStream.Threads * RecordedStream.EventsPerThread, log.Ours.Count(e => e.StartsWith($"{RecordedStream.SourceName} 7 ", StringComparison.Ordinal)));
        Assert.Contains(nameof(RecordedStream.Raise), log.FirstStack.Select(address => MethodLookup.FromNativeIp(address - 1)?.Name));
    }

    [Theory]
    [InlineData("", "ends at byte 0")]
    [InlineData("Nettrace", "ends at byte 8")]
    [InlineData("Netscape and more", "does not begin with 'Nettrace'")]
    [InlineData("Nettrace\0\0\0\0\u0006\0\0\0", "of version 6")]
    [InlineData("Nettrace\u0014\0\0\0!FastSerialization.2", "another version")]
    public void Stream_of_another_kind_is_refused_with_the_reason(string text, string reason) =>
        Assert.Contains(reason, Assert.Throws<NettraceFormatException>(() => EventLog.Read(System.Text.Encoding.Latin1.GetBytes(text))).Message);

    [Fact]
    public void Block_of_an_unknown_type_is_passed_over()
    {
        byte[] whole = RecordedStream.Bytes;
        int name = whole.AsSpan().LastIndexOf("SPBlock"u8);
        byte[] renamed = [.. whole];
        "NewKind"u8.CopyTo(renamed.AsSpan(name));

        Assert.Equal(EventLog.Read(whole).Ours, EventLog.Read(renamed).Ours);
    }
}
