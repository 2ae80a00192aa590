namespace Pprof.Format;

/// <summary>
/// Stands between the compressor and the caller's stream. The compressor writes what it holds back when it is disposed; the gate
/// lets none of it through once it is shut, after a failure or when the profile was given up, and never closes the caller's stream.
/// </summary>
internal sealed class OutputGate(Stream stream) : Stream
{
    private bool _isShut;

    /// <summary>True after the stream threw. The exception itself went to the caller, unchanged.</summary>
    public bool HasFailed { get; private set; }

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    /// <summary>From now on everything is dropped.</summary>
    public void Shut() => _isShut = true;

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        if (_isShut)
        {
            return;
        }

        try
        {
            stream.Write(buffer);
        }
        catch
        {
            HasFailed = true;
            throw;
        }
    }

    public override void Flush()
    {
        if (_isShut)
        {
            return;
        }

        try
        {
            stream.Flush();
        }
        catch
        {
            HasFailed = true;
            throw;
        }
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();
}
