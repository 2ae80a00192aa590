using System.Runtime.InteropServices;

namespace Pprof.Interop;

internal static partial class Libc
{
    /// <summary><c>struct iovec</c>.</summary>
    [StructLayout(LayoutKind.Sequential)]
    internal struct IoVector
    {
        public nuint Base;
        public nuint Length;
    }

    /// <summary>Copies memory of a process; an unmapped page ends the copy with a short count or EFAULT, never with a signal.</summary>
    [LibraryImport("libc", EntryPoint = "process_vm_readv", SetLastError = false)]
    internal static unsafe partial nint ProcessVmReadv(
        int processId, IoVector* local, nuint localCount, IoVector* remote, nuint remoteCount, nuint flags);
}
