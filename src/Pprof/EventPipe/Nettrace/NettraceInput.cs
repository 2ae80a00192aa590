using System.Buffers.Binary;

namespace Pprof.EventPipe.Nettrace;

/// <summary>The stream with its position, which blocks are aligned by, and one buffer for the block at hand.</summary>
internal sealed class NettraceInput(Stream stream)
{
    // Writers cut blocks at 100 KiB; only the list of all threads at a sequence point, 12 bytes each, can be longer. What is larger
    // by far is damage, and must not be believed: memory would be asked for that the stream never fills.
    private const int MostBlockBytes = 4 << 20;
    private const int Alignment = 4;
    private byte[] _block = new byte[128 << 10];

    /// <summary>Bytes read so far, the magic included.</summary>
    public long Position { get; private set; }

    public byte ReadByte()
    {
        Span<byte> one = stackalloc byte[1];
        Fill(one);
        return one[0];
    }

    public int ReadInt32()
    {
        Span<byte> four = stackalloc byte[sizeof(int)];
        Fill(four);
        return BinaryPrimitives.ReadInt32LittleEndian(four);
    }

    /// <summary>Valid until the next call.</summary>
    public ReadOnlySpan<byte> Read(int count)
    {
        if (count is < 0 or > MostBlockBytes)
        {
            throw new NettraceFormatException($"A part of {count} bytes is announced at byte {Position}; parts are at most {MostBlockBytes} bytes long.");
        }

        if (count > _block.Length)
        {
            _block = new byte[count];
        }

        Fill(_block.AsSpan(0, count));
        return _block.AsSpan(0, count);
    }

    /// <summary>Size, padding up to a multiple of four from the stream's first byte, content.</summary>
    public ReadOnlySpan<byte> ReadBlock() => Read(ReadBlockSize());

    /// <summary>A block of any size, without keeping it.</summary>
    public void SkipBlock()
    {
        int left = ReadBlockSize();
        if (left < 0)
        {
            throw new NettraceFormatException($"A block of {left} bytes is announced at byte {Position}.");
        }

        for (; left > 0; left -= Math.Min(left, _block.Length))
        {
            Read(Math.Min(left, _block.Length));
        }
    }

    private int ReadBlockSize()
    {
        int size = ReadInt32();
        int padding = (int)(-Position & (Alignment - 1));
        Read(padding);
        return size;
    }

    private void Fill(Span<byte> destination)
    {
        int read = stream.ReadAtLeast(destination, destination.Length, throwOnEndOfStream: false);
        Position += read;
        if (read < destination.Length)
        {
            throw new NettraceFormatException($"The stream ends at byte {Position}, before its end mark: the session was cut off.");
        }
    }
}
