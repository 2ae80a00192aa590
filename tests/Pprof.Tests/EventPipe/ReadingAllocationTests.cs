using System.Diagnostics.Tracing;
using Pprof.EventPipe;
using Pprof.EventPipe.Hub;
using Pprof.EventPipe.Nettrace;
using Pprof.TestSupport;
using Xunit;

namespace Pprof.Tests.EventPipe;

/// <summary>A profiler that allocates measures itself.</summary>
public sealed class ReadingAllocationTests
{
    [Fact]
    public void Event_with_its_stack_allocates_nothing_once_its_kind_and_thread_are_known()
    {
        // A collection that another thread causes in the middle shifts a reading; what allocates does so every time.
        long least = long.MaxValue;
        for (int attempt = 0; attempt < 10 && least != 0; attempt++)
        {
            least = Math.Min(least, Math.Abs(ReadTwice()));
        }

        Assert.Equal(0, least);
    }

    // With the same tables: the second time they have the size they need.
    private static long ReadTwice()
    {
        const int Half = RecordedStream.Threads * RecordedStream.EventsPerThread;
        CountingSink sink = new(measureFrom: Half + 1, RecordedStream.Threads);
        EventSubscription subscription = new(RecordedStream.SourceName, -1, EventLevel.Verbose, [7], sink);
        EventDispatcher dispatcher = new([subscription], [], new FlushMarks(_ => { }, TimeSpan.FromHours(1)));
        for (int i = 0; i < 2; i++)
        {
            new NettraceReader(new MemoryStream(RecordedStream.Bytes), dispatcher).ReadToEnd();
        }

        Assert.Equal(2 * Half, sink.Events);
        Assert.True(sink.Frames > sink.Events);
        Assert.InRange(sink.Measured, RecordedStream.EventsPerThread - RecordedStream.Threads, Half);
        return sink.Allocated;
    }

    [Fact]
    public void Chunks_are_used_again()
    {
        ChunkPipe pipe = new(1 << 20);
        byte[] bytes = new byte[150_000];
        Pass(pipe, bytes);
        Assert.Equal(0, Allocation.LeastOf(() =>
        {
            for (int i = 0; i < 100; i++)
            {
                Pass(pipe, bytes);
            }
        }));
    }

    private static void Pass(ChunkPipe pipe, byte[] bytes)
    {
        pipe.Write(bytes);
        for (int left = bytes.Length; left > 0;)
        {
            left -= pipe.Read(bytes);
        }
    }
}
