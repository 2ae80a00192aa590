using Microsoft.Win32.SafeHandles;
using Pprof.Interop;

namespace Pprof.Images;

/// <summary>
/// Opens files by names that somebody else chose: an image's path, the place a compiler recorded for a PDB. Behind such a name may be
/// a pipe, whose opening waits for a writer for ever, or a device. So it is opened without waiting and used only if it is a regular file.
/// </summary>
internal static class RegularFile
{
    /// <summary>Null when there is none, it cannot be read, or it is not a regular file. Does not throw.</summary>
    public static SafeFileHandle? TryOpen(string path) => TryOpen(path, out _);

    /// <summary>Null when there is none, it cannot be read, or it is not a regular file. Does not throw.</summary>
    /// <param name="path">Of the file.</param>
    /// <param name="status">Of other systems than Linux x64 its size alone is known.</param>
    public static SafeFileHandle? TryOpen(string path, out Libc.FileStatus status)
    {
        status = default;
        try
        {
            return path.Length == 0 || path.Contains('\0', StringComparison.Ordinal) || !File.Exists(path) ? null
                : Libc.KnowsFileStatus ? TryOpenOnLinux(path, out status) : OpenElsewhere(path, out status);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            return null;
        }
    }

    private static unsafe SafeFileHandle? TryOpenOnLinux(string path, out Libc.FileStatus status)
    {
        status = default;
        int descriptor = Libc.Open(path, Libc.O_RDONLY | Libc.O_CLOEXEC | Libc.O_NONBLOCK | Libc.O_NOCTTY);
        if (descriptor < 0)
        {
            return null;
        }

        Libc.FileStatus read;
        if (Libc.FileStatusOf(descriptor, &read) == 0 && read.IsRegular)
        {
            status = read;
            _ = Libc.ClearStatusFlags(descriptor);
            return new SafeFileHandle(descriptor, ownsHandle: true);
        }

        _ = Libc.Close(descriptor);
        return null;
    }

    private static SafeFileHandle OpenElsewhere(string path, out Libc.FileStatus status)
    {
        SafeFileHandle file = File.OpenHandle(path);
        status = new Libc.FileStatus { Size = RandomAccess.GetLength(file) };
        return file;
    }
}
