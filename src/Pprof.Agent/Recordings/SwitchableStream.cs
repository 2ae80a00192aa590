namespace Pprof.Agent.Recordings;

/// <summary>Where a profile goes is known when it ends: to the tool, or nowhere when the tool is gone.</summary>
internal sealed class SwitchableStream : Stream
{
    /// <summary>Set before anything is written.</summary>
    public Stream Target { get; set; } = Null;

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public override void Write(ReadOnlySpan<byte> buffer) => Target.Write(buffer);

    public override void Write(byte[] buffer, int offset, int count) => Target.Write(buffer, offset, count);

    public override void Flush() => Target.Flush();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();
}
