using Microsoft.Win32.SafeHandles;
using Pprof.Interop;

namespace Pprof.Images;

/// <summary>Reads a file as if it were memory: an address is an offset.</summary>
internal sealed class FileReader : IMemoryReader, IDisposable
{
    private readonly SafeFileHandle _file;

    private FileReader(SafeFileHandle file, in Libc.FileStatus status)
    {
        _file = file;
        Length = status.Size;
        IsOwn = status.Owner == Libc.EffectiveUser();
    }

    /// <summary>Bytes, when it was opened.</summary>
    public long Length { get; }

    /// <summary>It belongs to the user that this process runs as.</summary>
    public bool IsOwn { get; }

    /// <summary>Null when the file is gone, unreadable, or not a regular file. Never waits: a pipe would, for its other end.</summary>
    public static FileReader? TryOpen(string path) => RegularFile.TryOpen(path, out Libc.FileStatus status) is { } file ? new FileReader(file, status) : null;

    public bool TryRead(ulong address, Span<byte> destination)
    {
        try
        {
            return address <= long.MaxValue && RandomAccess.Read(_file, destination, (long)address) == destination.Length;
        }
        catch (IOException)
        {
            return false;
        }
    }

    public void Dispose() => _file.Dispose();
}
