namespace Pprof.EventPipe;

/// <summary>
/// Hands bytes from the thread that takes them off a session to the thread that decodes them. When there is no room the taker waits while the decoder goes on:
/// then the runtime's own buffer fills up, and the runtime drops events and counts them. It does not wait for a decoder that stands still. A session that
/// is not read blocks the process's whole diagnostics server, and the decoder may be waiting for a lock that the runtime holds until its bytes are read. Then
/// what does not fit is dropped, and the decoder finds the stream cut off.
/// </summary>
/// <param name="capacity">Bytes held at most; the decoder frees them as it reads.</param>
/// <param name="patience">How long the decoder may stand still.</param>
internal sealed class ChunkPipe(long capacity, TimeSpan patience)
{
    private const int Slices = 20;

    // More than a decoder loses its processor for on a busy machine.
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(1);

    private const int ChunkSize = 64 << 10;

    // A quiet session needs one chunk, a busy one a few between two turns of the decoder: four kept are 256 KB.
    private const int MostSpareChunks = 4;
    private readonly object _gate = new();
    private readonly Queue<byte[]> _chunks = [];
    private readonly Stack<byte[]> _spare = [];
    private byte[] _tail = [];
    private int _tailUsed;
    private long _held;
    private int _headUsed;
    private bool _isComplete;
    private bool _isFull;

    public ChunkPipe(long capacity)
        : this(capacity, s_patience)
    {
    }

    /// <summary>Bytes were dropped; everything after them too, since a stream with a hole cannot be decoded.</summary>
    public bool HasOverflowed { get; private set; }

    /// <summary>Taker only. Copies into chunks that the decoder has emptied.</summary>
    public void Write(ReadOnlySpan<byte> bytes)
    {
        lock (_gate)
        {
            HasOverflowed |= !WaitForRoom(bytes.Length);
            while (!bytes.IsEmpty && !HasOverflowed)
            {
                bytes = bytes[Append(bytes)..];
            }

            Monitor.PulseAll(_gate);
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
            while (_held == 0 && !_isComplete && !HasOverflowed)
            {
                Monitor.Wait(_gate);
            }

            int count = _held == 0 ? 0 : TakeFrom(_chunks.Peek(), destination);
            if (_isFull)
            {
                Monitor.PulseAll(_gate);
            }

            return count;
        }
    }

    // In slices: a garbage collection stops the decoder as well as the clock of nobody, so a long pause must not use up all the patience at once.
    private bool WaitForRoom(int bytes)
    {
        _isFull = true;
        for (int left = Slices; left > 0 && _held + bytes > capacity && bytes <= capacity && !HasOverflowed;)
        {
            left = Monitor.Wait(_gate, patience / Slices) ? Slices : left - 1;
        }

        _isFull = false;
        return _held + bytes <= capacity;
    }

    private int Append(ReadOnlySpan<byte> bytes)
    {
        if (_tailUsed == _tail.Length)
        {
            _tail = _spare.TryPop(out byte[]? spare) ? spare : new byte[ChunkSize];
            _tailUsed = 0;
            _chunks.Enqueue(_tail);
        }

        int count = Math.Min(bytes.Length, _tail.Length - _tailUsed);
        bytes[..count].CopyTo(_tail.AsSpan(_tailUsed));
        _tailUsed += count;
        _held += count;
        return count;
    }

    private int TakeFrom(byte[] head, Span<byte> destination)
    {
        int filled = ReferenceEquals(head, _tail) ? _tailUsed : head.Length;
        int count = Math.Min(filled - _headUsed, destination.Length);
        head.AsSpan(_headUsed, count).CopyTo(destination);
        _headUsed += count;
        _held -= count;
        if (_headUsed == filled)
        {
            Recycle(head);
        }

        return count;
    }

    // The chunk being filled is emptied in place: what comes next goes to its start.
    private void Recycle(byte[] head)
    {
        _headUsed = 0;
        if (ReferenceEquals(head, _tail))
        {
            _tailUsed = 0;
            return;
        }

        _chunks.Dequeue();
        if (_spare.Count < MostSpareChunks)
        {
            _spare.Push(head);
        }
    }
}
