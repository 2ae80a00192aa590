namespace Pprof.EventPipe;

/// <summary>
/// Hands bytes from the thread that takes them off a session to the thread that decodes them. The taker never waits: a session that is not
/// read blocks the process's whole diagnostics server. So what does not fit is dropped, and the decoder finds the stream cut off.
/// </summary>
/// <param name="capacity">Bytes held at most; the decoder frees them as it reads.</param>
internal sealed class ChunkPipe(long capacity)
{
    private const int ChunkSize = 64 << 10;
    private readonly object _gate = new();
    private readonly Queue<byte[]> _chunks = [];
    private long _held;
    private int _headUsed;
    private bool _isComplete;

    /// <summary>Bytes were dropped; everything after them too, since a stream with a hole cannot be decoded.</summary>
    public bool HasOverflowed { get; private set; }

    /// <summary>Taker only. Copies.</summary>
    public void Write(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            ReadOnlySpan<byte> part = bytes[..Math.Min(bytes.Length, ChunkSize)];
            Add(part.ToArray());
            bytes = bytes[part.Length..];
        }
    }

    /// <summary>Nothing will follow.</summary>
    public void Complete()
    {
        lock (_gate)
        {
            _isComplete = true;
            Monitor.PulseAll(_gate);
        }
    }

    /// <summary>Decoder only. Waits for bytes; 0 at the end.</summary>
    public int Read(Span<byte> destination)
    {
        lock (_gate)
        {
            while (_chunks.Count == 0 && !_isComplete && !HasOverflowed)
            {
                Monitor.Wait(_gate);
            }

            return _chunks.Count == 0 ? 0 : TakeFrom(_chunks.Peek(), destination);
        }
    }

    private void Add(byte[] chunk)
    {
        lock (_gate)
        {
            HasOverflowed |= _held + chunk.Length > capacity;
            if (!HasOverflowed)
            {
                _chunks.Enqueue(chunk);
                _held += chunk.Length;
            }

            Monitor.PulseAll(_gate);
        }
    }

    private int TakeFrom(byte[] head, Span<byte> destination)
    {
        int count = Math.Min(head.Length - _headUsed, destination.Length);
        head.AsSpan(_headUsed, count).CopyTo(destination);
        _headUsed += count;
        _held -= count;
        if (_headUsed == head.Length)
        {
            _chunks.Dequeue();
            _headUsed = 0;
        }

        return count;
    }
}
