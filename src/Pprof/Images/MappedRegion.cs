namespace Pprof.Images;

/// <summary>One line of <c>/proc/self/maps</c>.</summary>
/// <param name="Start">First address.</param>
/// <param name="End">First address after it.</param>
/// <param name="Access">What may be done with the pages.</param>
/// <param name="Offset">Where in the file the region begins.</param>
/// <param name="Inode">The file's inode; 0 for memory that is no file's.</param>
/// <param name="Path">The file, without the kernel's <c> (deleted)</c>; a name in brackets such as <c>[vdso]</c>; or empty.</param>
internal sealed record MappedRegion(ulong Start, ulong End, RegionAccess Access, ulong Offset, ulong Inode, string Path)
{
    public bool Contains(ulong address) => address - Start < End - Start;

    public bool IsExecutable => (Access & RegionAccess.Execute) != 0;

    public bool IsReadable => (Access & RegionAccess.Read) != 0;

    /// <summary>Shared mappings of a whole file are how the runtime keeps PE files it only reads metadata from.</summary>
    public bool IsShared => (Access & RegionAccess.Shared) != 0;

    /// <summary>Backed by a file on disk, and not by a memfd or an anonymous shared mapping.</summary>
    public bool IsFile => Inode != 0 && Path.StartsWith('/') && !Path.StartsWith("/memfd:", StringComparison.Ordinal);
}
