namespace Pprof.Tests.Format;

/// <summary>Takes some bytes, then throws the same exception for ever. Records what came after the first failure.</summary>
internal sealed class FailingStream(long capacity) : Stream
{
    private readonly MemoryStream _kept = new();

    public IOException Failure { get; } = new("no space left");

    public bool HasFailed { get; private set; }

    public bool WasUsedAfterFailure { get; private set; }

    public bool WasClosed { get; private set; }

    public byte[] Kept => _kept.ToArray();

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public override void Write(byte[] buffer, int offset, int count)
    {
        WasUsedAfterFailure |= HasFailed;
        int taken = (int)Math.Min(count, capacity - _kept.Length);
        _kept.Write(buffer, offset, taken);
        if (taken < count)
        {
            HasFailed = true;
            throw Failure;
        }
    }

    public override void Flush() => WasUsedAfterFailure |= HasFailed;

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        WasClosed = true;
        base.Dispose(disposing);
    }
}
