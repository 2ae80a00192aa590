using System.Runtime.InteropServices;

namespace Pprof.Interop;

internal static partial class Libc
{
    internal const int SA_SIGINFO = 4;
    internal const int SA_ONSTACK = 0x08000000;
    internal const int SA_RESTART = 0x10000000;
    internal const int SI_TIMER = -2;

    /// <summary><c>struct sigaction</c> of glibc and musl on x64.</summary>
    [StructLayout(LayoutKind.Explicit, Size = 152)]
    internal struct SignalAction
    {
        [FieldOffset(0)] public nint Handler;
        [FieldOffset(8)] public ulong Mask;
        [FieldOffset(136)] public int Flags;
        [FieldOffset(144)] public nint Restorer;
    }

    /// <summary>libc's function: it supplies the restorer that its own unwind tables describe.</summary>
    [LibraryImport("libc", EntryPoint = "sigaction", SetLastError = true)]
    internal static unsafe partial int SigAction(int signal, SignalAction* action, SignalAction* previous);
}
