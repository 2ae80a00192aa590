namespace Pprof.Agent.Wire;

/// <summary>The bytes of one profile on their way to the tool.</summary>
internal sealed class ItemStream(FrameStream frames, int item) : Stream
{
    private const int BytesOfAFrame = 64 << 10;
    private readonly byte[] _prefix = [(byte)item];

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        while (buffer.Length > 0)
        {
            int part = Math.Min(buffer.Length, BytesOfAFrame);
            frames.Send(FrameKind.Bytes, _prefix, buffer[..part]);
            buffer = buffer[part..];
        }
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void Flush()
    {
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();
}
