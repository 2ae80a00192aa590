namespace Pprof.Tests.Profiles.Catalog;

/// <summary>
/// Takes asynchronous writes and refuses the others, as the body of a response does in a web server. Keeps what was written.
/// </summary>
internal sealed class AsyncOnlyStream : Stream
{
    private readonly MemoryStream _written = new();

    /// <summary>Runs before each write.</summary>
    public Func<CancellationToken, Task> BeforeWrite { get; init; } = _ => Task.CompletedTask;

    /// <summary>Bytes that are taken; the write that brings more fails.</summary>
    public long Capacity { get; init; } = long.MaxValue;

    public IOException Failure { get; } = new("the client went away");

    public bool WasFlushed { get; private set; }

    public byte[] Written => _written.ToArray();

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        await BeforeWrite(cancellationToken);
        if (_written.Length + buffer.Length > Capacity)
        {
            throw Failure;
        }

        _written.Write(buffer.Span);
    }

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override Task FlushAsync(CancellationToken cancellationToken)
    {
        WasFlushed = true;
        return Task.CompletedTask;
    }

    public override void Write(byte[] buffer, int offset, int count) => throw Synchronous();

    public override void Write(ReadOnlySpan<byte> buffer) => throw Synchronous();

    public override void WriteByte(byte value) => throw Synchronous();

    public override void Flush() => throw Synchronous();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    private static InvalidOperationException Synchronous() => new("Synchronous operations are disallowed.");
}
