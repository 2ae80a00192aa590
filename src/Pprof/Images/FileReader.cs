using Microsoft.Win32.SafeHandles;

namespace Pprof.Images;

/// <summary>Reads a file as if it were memory: an address is an offset.</summary>
internal sealed class FileReader : IMemoryReader, IDisposable
{
    private readonly SafeFileHandle _file;

    private FileReader(SafeFileHandle file) => _file = file;

    /// <summary>Null when the file is gone, unreadable, or not a regular file.</summary>
    public static FileReader? TryOpen(string path)
    {
        try
        {
            return File.Exists(path) ? new FileReader(File.OpenHandle(path)) : null;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return null;
        }
    }

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
