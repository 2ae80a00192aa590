using System.Runtime.InteropServices;

namespace Pprof.Interop;

internal static partial class Libc
{
    internal const int RTLD_DI_TLS_MODID = 9;

    /// <summary>Asks the dynamic linker about a library it has loaded; absent from some libc versions.</summary>
    [LibraryImport("libc", EntryPoint = "dlinfo", SetLastError = false)]
    internal static unsafe partial int DlInfo(nint library, int request, void* answer);
}
