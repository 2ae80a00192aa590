using System.Runtime.InteropServices;

namespace Pprof.Interop;

internal static partial class Libc
{
    private const nint SYS_rt_tgsigqueueinfo = 297;

    /// <summary><c>siginfo_t</c> as a POSIX timer fills it.</summary>
    [StructLayout(LayoutKind.Explicit, Size = 128)]
    internal struct SignalInfo
    {
        [FieldOffset(0)] public int Signal;
        [FieldOffset(8)] public int Code;
        [FieldOffset(20)] public int Overrun;
        [FieldOffset(24)] public ulong Value;
    }

    /// <summary>Sends a signal to one thread with a siginfo of the sender's choice; a process may choose freely for itself.</summary>
    internal static unsafe int QueueSignal(int processId, int threadId, int signal, SignalInfo* info) =>
        (int)Syscall(SYS_rt_tgsigqueueinfo, processId, threadId, signal, (nint)info);
}
