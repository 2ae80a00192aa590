using System.Runtime.InteropServices;
using Pprof.Interop;

namespace Pprof.Sampling;

/// <summary>
/// The C library's functions that the signal handler calls: <c>process_vm_readv</c>, which turns a fault into a short
/// count, and the one that tells where the thread's
/// <c>errno</c> is. Both are plain code that takes no lock, calls nothing and is bound already. A class of its own, so
/// that the JIT folds the addresses into the
/// handler as constants. <c>managed</c> is the convention of such code on Linux, without the transition that a P/Invoke
/// makes: the thread stays in its mode.
/// </summary>
internal static unsafe class KernelRead
{
    public static readonly delegate* managed<int, Libc.IoVector*, nuint, Libc.IoVector*, nuint, nuint, nint> Function =
        (delegate* managed<int, Libc.IoVector*, nuint, Libc.IoVector*, nuint, nuint, nint>)Address("process_vm_readv");

    public static readonly delegate* managed<int*> ErrorNumber = (delegate* managed<int*>)Address("__errno_location");

    /// <summary>False where the functions are missing or the call is refused.</summary>
    public static bool Works(int processId)
    {
        if (Function == null || ErrorNumber == null)
        {
            return false;
        }

        ulong known = 0x0123_4567_89ab_cdef;
        ulong copy = 0;
        Libc.IoVector local = new() { Base = (nuint)(&copy), Length = sizeof(ulong) };
        Libc.IoVector remote = new() { Base = (nuint)(&known), Length = sizeof(ulong) };
        return Function(processId, &local, 1, &remote, 1, 0) == sizeof(ulong) && copy == known;
    }

    private static nint Address(string name)
    {
        bool isFound = NativeLibrary.TryLoad("libc.so.6", out nint library) || NativeLibrary.TryLoad("libc", out library);
        return isFound && NativeLibrary.TryGetExport(library, name, out nint address) ? address : 0;
    }
}
