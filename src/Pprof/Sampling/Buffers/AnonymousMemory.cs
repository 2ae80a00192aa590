using Pprof.Interop;

namespace Pprof.Sampling;

/// <summary>Zeroed memory outside the garbage collector's heap, in whole pages; a page costs nothing until it is written.</summary>
internal static unsafe class AnonymousMemory
{
    /// <summary>Null when the kernel refuses (address space or commit limit).</summary>
    public static byte* TryMap(nuint bytes)
    {
        nint address = Libc.Mmap(
            null, bytes, Libc.PROT_READ | Libc.PROT_WRITE, Libc.MAP_PRIVATE | Libc.MAP_ANONYMOUS | Libc.MAP_NORESERVE, -1, 0);
        return address == -1 ? null : (byte*)address;
    }

    public static byte* Map(nuint bytes)
    {
        byte* address = TryMap(bytes);
        return address != null ? address : throw new InsufficientMemoryException(
            $"The kernel refused {bytes / 1024} KiB of address space for CPU samples. Raise the process's memory limit.");
    }

    public static void Unmap(byte* address, nuint bytes) => _ = Libc.Munmap(address, bytes);

    /// <summary>Gives the pages back; they read as zero afterwards.</summary>
    public static void Discard(byte* address, nuint bytes) => _ = Libc.Madvise(address, bytes, Libc.MADV_DONTNEED);
}
