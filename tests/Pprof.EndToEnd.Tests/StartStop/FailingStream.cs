namespace Pprof.EndToEnd.Tests.StartStop;

/// <summary>Takes <paramref name="capacity"/> bytes, then throws for every write, as a full disk does.</summary>
internal sealed class FailingStream(int capacity) : Stream
{
    private int _left = capacity;

    public bool HasRefused { get; private set; }

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        if (buffer.Length > _left)
        {
            _left = 0;
            HasRefused = true;
            throw new IOException("no space left on device");
        }

        _left -= buffer.Length;
    }

    public override void Flush()
    {
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();
}
