using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Pprof.Tool.Interop;

/// <summary>What the base library has no word for.</summary>
internal static partial class Native
{
    private const int OpenCloseOnExec = 0x80000;

    // The two flags differ between processors (include/uapi/asm-generic/fcntl.h, arch/arm64/include/uapi/asm/fcntl.h).
    private static readonly int s_folderNotLink = RuntimeInformation.OSArchitecture is Architecture.Arm64 or Architecture.Arm ? 0x4000 | 0x8000 : 0x10000 | 0x20000;

    [LibraryImport("libc", EntryPoint = "geteuid")]
    public static partial uint EffectiveUser();

    /// <summary>Opens a folder, and nothing that only leads to one.</summary>
    public static SafeFileHandle OpenFolder(string path) => new(Open(path, s_folderNotLink | OpenCloseOnExec), ownsHandle: true);

    [LibraryImport("libc", EntryPoint = "fchown", SetLastError = true)]
    public static partial int ChangeOwner(SafeFileHandle file, uint user, uint group);

    [LibraryImport("libc", EntryPoint = "lchown", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int ChangeOwner(string path, uint user, uint group);

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    public static partial int Signal(int process, int signal);

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial nint Open(string path, int flags);
}
