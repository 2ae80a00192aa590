namespace Pprof.Profiles.Catalog;

/// <summary>
/// Holds a profile between the thread that makes it and the stream that takes it asynchronously. The maker must not wait for the
/// stream: a client that reads slowly would keep a thread of the pool for as long as it likes.
/// </summary>
/// <remarks>
/// In pieces, not in one array that is doubled: the text of 20,000 stacks is megabytes. The pieces are not rented: a stream whose
/// writing was cancelled may still hold what it was given. One thread at a time.
/// </remarks>
/// <param name="cancellationToken">Once it is cancelled every write throws, which ends the making of a large profile early.</param>
internal sealed class ProfileBuffer(CancellationToken cancellationToken) : Stream
{
    // Below the size from which arrays are collected with the oldest generation only.
    private const int PieceSize = 64 * 1024;

    private readonly List<byte[]> _pieces = [];
    private int _used = PieceSize;

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        cancellationToken.ThrowIfCancellationRequested();
        while (!buffer.IsEmpty)
        {
            Span<byte> room = Room();
            int count = Math.Min(room.Length, buffer.Length);
            buffer[..count].CopyTo(room);
            buffer = buffer[count..];
            _used += count;
        }
    }

    /// <summary>Writes all to <paramref name="stream"/>, asynchronously only, and flushes it. Throws what the stream throws.</summary>
    public async Task SendAsync(Stream stream)
    {
        for (int i = 0; i < _pieces.Count; i++)
        {
            int count = i == _pieces.Count - 1 ? _used : PieceSize;
            await stream.WriteAsync(_pieces[i].AsMemory(0, count), cancellationToken).ConfigureAwait(false);
        }

        await stream.FlushAsync(cancellationToken).ConfigureAwait(false);
    }

    public override void Flush()
    {
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    private Span<byte> Room()
    {
        if (_used == PieceSize)
        {
            _pieces.Add(new byte[PieceSize]);
            _used = 0;
        }

        return _pieces[^1].AsSpan(_used, PieceSize - _used);
    }
}
