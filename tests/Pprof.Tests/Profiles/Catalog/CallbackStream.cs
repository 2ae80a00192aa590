namespace Pprof.Tests.Profiles.Catalog;

/// <summary>Takes everything, and calls something at each write, which says whether it could do its work.</summary>
internal sealed class CallbackStream(Func<bool> callback) : Stream
{
    public int Calls { get; private set; }

    public bool AllReturned { get; private set; } = true;

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public override void Write(byte[] buffer, int offset, int count)
    {
        Calls++;
        AllReturned &= callback();
    }

    public override void Flush() => AllReturned &= callback();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();
}
