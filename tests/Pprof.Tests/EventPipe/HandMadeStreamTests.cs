using Microsoft.Diagnostics.Tracing;
using Pprof.EventPipe.Nettrace;
using Xunit;
using static Pprof.Tests.EventPipe.NettraceBytes;

namespace Pprof.Tests.EventPipe;

/// <summary>Streams that the runtime of today does not write.</summary>
public sealed class HandMadeStreamTests
{
    private const string Provider = RecordedStream.SourceName;

    [Fact]
    public void Plain_headers_are_read_as_TraceEvent_reads_them()
    {
        byte[] bytes = Plain().End();
        List<string> theirs = [];
        using EventPipeEventSource source = new(new MemoryStream(bytes));
        source.Dynamic.All += data => theirs.Add($"{data.ProviderName} {(int)data.ID} {data.ThreadID} {Convert.ToHexString(data.EventData())}");
        source.Process();

        EventLog log = EventLog.Read(bytes);

        Assert.Equal(3, log.Ours.Count);
        Assert.Equal(theirs, log.Ours);
        Assert.Equal([0x1001UL, 0x2002UL], log.FirstStack);
    }

    [Fact]
    public void Block_of_a_kind_to_come_is_passed_over_whatever_its_size_and_version()
    {
        byte[] bytes = Plain().Block("TomorrowBlock", new byte[300_001], leastReader: 9).End();

        Assert.Equal(3, EventLog.Read(bytes).Ours.Count);
    }

    [Fact]
    public void Known_block_that_asks_for_a_newer_reader_is_refused() => Assert.Contains(
        "version 5",
        Assert.Throws<NettraceFormatException>(() => EventLog.Read(Plain().Block("EventBlock", new byte[20], leastReader: 5).End())).Message);

    [Fact]
    public void Block_announced_as_enormous_is_refused_before_memory_is_asked_for()
    {
        byte[] bytes = Plain().Block("StackBlock", new byte[8]).End();
        int name = bytes.AsSpan().LastIndexOf("StackBlock"u8);
        Bytes(int.MaxValue).CopyTo(bytes, name + "StackBlock".Length + 1);
        long before = GC.GetAllocatedBytesForCurrentThread();

        Assert.Throws<NettraceFormatException>(() => EventLog.Read(bytes));
        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 2 << 20);
    }

    [Fact]
    public void Gaps_and_what_sequence_points_know_are_losses()
    {
        byte[] bytes = Plain()
            .PlainBlock("EventBlock", PlainEvent(1, 6, 10, 0, 50, []))
            .Block("SPBlock", SequencePoint((10, 8), (11, 1)))
            .End();

        // Of thread 10 the events 3 to 5, 7 and 8; of thread 11 none.
        Assert.Equal(5, EventLog.Read(bytes).Lost);
    }

    [Theory]
    [InlineData(2, true, true)]
    [InlineData(3, true, false)]
    [InlineData(2, false, false)]
    public void Event_continues_one_of_the_stream_before_when_none_was_dropped_between(int counted, bool follows, bool continues)
    {
        ContinuitySink sink = new(thread: 10);
        NettraceReader first = new(new MemoryStream(Plain().Block("SPBlock", SequencePoint((10, counted), (11, 1))).End()), sink);
        NettraceReader second = new(new MemoryStream(Plain().End()), sink);
        first.ReadToEnd();
        Continuity last = sink.Latest;
        if (follows)
        {
            second.Follow(first);
        }

        second.ReadToEnd();

        Assert.Equal(continues, sink.Latest.Continues(last));
    }

    private sealed class ContinuitySink(ulong thread) : INettraceSink
    {
        public Continuity Latest { get; private set; }

        public void OnEvent(in NettraceEvent nettraceEvent) => Latest = nettraceEvent.ThreadId == thread ? nettraceEvent.Continuity : Latest;
    }

    private static NettraceBytes Plain() => new NettraceBytes()
        .PlainBlock("MetadataBlock", PlainEvent(0, 0, 0, 0, 1, Definition(1, Provider, 7, "Said")))
        .Block("StackBlock", Stacks(1, [0x1001, 0x2002], [0x3003]))
        .PlainBlock("EventBlock", PlainEvent(1, 1, 10, 1, 20, [1, 2, 3, 4]), PlainEvent(1, 2, 10, 2, 30, []), PlainEvent(1, 1, 11, 1, 40, [5, 6, 7, 8]));
}
