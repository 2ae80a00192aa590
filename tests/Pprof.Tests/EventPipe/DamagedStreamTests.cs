using System.Diagnostics.Tracing;
using Pprof.EventPipe.Hub;
using Pprof.EventPipe.Nettrace;
using Xunit;

namespace Pprof.Tests.EventPipe;

/// <summary>Damage to a stream gives fewer events or one kind of exception: never another one, an endless loop, or memory without bound.</summary>
[Trait("Part", "slow")]
public sealed class DamagedStreamTests
{
    private const long MostBytesAllocated = 16 << 20;

    [Fact]
    public void Stream_cut_at_any_byte_is_a_format_error()
    {
        byte[] whole = RecordedStream.Few;
        for (int length = 0; length < whole.Length; length++)
        {
            byte[] cut = whole[..length];
            Assert.True(Read(cut) is NettraceFormatException, $"cut at byte {length} of {whole.Length}");
        }

        Assert.Null(Read(whole));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void Damaged_stream_is_read_or_is_a_format_error(int seed)
    {
        Random random = new(seed);
        for (int i = 0; i < 5000; i++)
        {
            byte[] bytes = Damage(random, RecordedStream.Few);
            long before = GC.GetAllocatedBytesForCurrentThread();
            Exception? exception = Read(bytes);
            long allocated = GC.GetAllocatedBytesForCurrentThread() - before;

            Assert.True(exception is null or NettraceFormatException, $"round {i}: {exception}");
            Assert.True(allocated < MostBytesAllocated, $"round {i}: {allocated} bytes");
        }
    }

    private static byte[] Damage(Random random, byte[] whole)
    {
        byte[] bytes = [.. whole];
        for (int left = random.Next(1, 4); left > 0; left--)
        {
            int at = random.Next(bytes.Length);
            switch (random.Next(5))
            {
                case 0:
                    bytes[at] ^= (byte)(1 << random.Next(8));
                    break;
                case 1:
                    bytes[at] = (byte)random.Next(256);
                    break;
                case 2:
                    bytes.AsSpan(at, Math.Min(4, bytes.Length - at)).Fill(0xff);
                    break;
                case 3:
                    bytes = [.. bytes[..at], .. bytes[Math.Min(bytes.Length, at + random.Next(1, 9))..]];
                    break;
                default:
                    bytes = [.. bytes[..at], (byte)random.Next(256), .. bytes[at..]];
                    break;
            }
        }

        return bytes;
    }

    // Through everything that looks at events, as in the hub.
    private static Exception? Read(byte[] bytes)
    {
        EventSubscription subscription = new(RecordedStream.SourceName, -1, EventLevel.Verbose, [7], new CountingSink());
        EventDispatcher dispatcher = new([subscription], [], new FlushMarks(_ => { }, TimeSpan.FromHours(1)));
        return Record.Exception(() => new NettraceReader(new MemoryStream(bytes), dispatcher).ReadToEnd());
    }
}
