using System.Runtime.InteropServices;

namespace Pprof.Interop;

internal static partial class Libc
{
    // _IOWR('f', 17, struct procmap_query): direction 3, size 104, letter 0x66, number 17.
    private const uint PROCMAP_QUERY = 0xC0686611;
    private const nint SYS_ioctl = 16;

    /// <summary><c>struct procmap_query</c>, Linux 6.11 and later.</summary>
    [StructLayout(LayoutKind.Explicit, Size = 104)]
    internal struct MappingQuery
    {
        [FieldOffset(0)] public ulong Size;
        [FieldOffset(8)] public ulong Flags;
        [FieldOffset(16)] public ulong Address;
        [FieldOffset(24)] public ulong Start;
        [FieldOffset(32)] public ulong End;
        [FieldOffset(40)] public ulong Access;
    }

    /// <summary>Asks an open <c>/proc/self/maps</c> for the one mapping that holds an address; ENOTTY on older kernels, ENOENT when there is none.</summary>
    internal static unsafe int QueryMapping(int mapsDescriptor, MappingQuery* query) =>
        (int)Syscall(SYS_ioctl, mapsDescriptor, unchecked((nint)PROCMAP_QUERY), (nint)query, 0);
}
