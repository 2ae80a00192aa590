using System.Runtime.InteropServices;

namespace Pprof.Interop;

internal static partial class Libc
{
    private const nint SYS_gettid = 186;
    private const nint SYS_get_robust_list = 274;

    /// <summary>In musl and glibc the address of the calling thread's descriptor.</summary>
    [LibraryImport("libc", EntryPoint = "pthread_self")]
    internal static partial ulong GetSelf();

    internal static int GetThreadId() => (int)Syscall(SYS_gettid, 0, 0, 0, 0);

    /// <summary>Where a thread registered its list of robust mutexes: libc keeps the head of it in the thread's own descriptor.</summary>
    internal static unsafe int GetRobustList(int threadId, ulong* head, nuint* length) =>
        (int)Syscall(SYS_get_robust_list, threadId, (nint)head, (nint)length, 0);
}
