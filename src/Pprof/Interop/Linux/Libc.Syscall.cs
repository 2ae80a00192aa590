using System.Runtime.InteropServices;

namespace Pprof.Interop;

internal static partial class Libc
{
    internal const int EINTR = 4;
    internal const int EAGAIN = 11;
    internal const int ENOMEM = 12;
    internal const int ESRCH = 3;
    internal const int EINVAL = 22;

    /// <summary>
    /// System calls that have no libc function, or one that differs between libc versions. -1 and errno on failure.
    /// Variadic in C; on x64 integer arguments of a variadic function travel as those of any other.
    /// </summary>
    [LibraryImport("libc", EntryPoint = "syscall", SetLastError = true)]
    private static partial nint Syscall(nint number, nint first, nint second, nint third, nint fourth);
}
