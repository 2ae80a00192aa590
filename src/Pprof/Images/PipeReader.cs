using Pprof.Interop;

namespace Pprof.Images;

/// <summary>
/// Reads by writing the memory into a pipe of ours and reading it back: <c>write</c> answers EFAULT where a load would
/// fault, and no seccomp filter under which a .NET process starts forbids it. Twice the system calls, and one reader at a time.
/// </summary>
internal sealed class PipeReader : IMemoryReader, IDisposable
{
    // A pipe takes a page at once whatever its capacity is; a partial write would otherwise be possible on a full one.
    private const int ChunkSize = 4096;

    private readonly Lock _gate = new();
    private int _readEnd = -1;
    private int _writeEnd = -1;

    public unsafe PipeReader()
    {
        int* ends = stackalloc int[2];
        if (Libc.Pipe2(ends, Libc.O_CLOEXEC | Libc.O_NONBLOCK) == 0)
        {
            (_readEnd, _writeEnd) = (ends[0], ends[1]);
        }
    }

    public bool TryRead(ulong address, Span<byte> destination)
    {
        lock (_gate)
        {
            while (!destination.IsEmpty)
            {
                int size = Math.Min(destination.Length, ChunkSize);
                if (!TryReadChunk(address, destination[..size]))
                {
                    return false;
                }

                address += (uint)size;
                destination = destination[size..];
            }

            return true;
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            if (_readEnd >= 0)
            {
                _ = Libc.Close(_readEnd);
                _ = Libc.Close(_writeEnd);
                (_readEnd, _writeEnd) = (-1, -1);
            }
        }
    }

    // Whatever went into the pipe must come out again, also when the copy is short: the next read starts with an empty pipe.
    private unsafe bool TryReadChunk(ulong address, Span<byte> destination)
    {
        nint written = Libc.Write(_writeEnd, (void*)address, (nuint)destination.Length);
        if (written <= 0)
        {
            return false;
        }

        fixed (byte* target = destination)
        {
            return Libc.Read(_readEnd, target, (nuint)written) == destination.Length;
        }
    }
}
