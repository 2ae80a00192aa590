using System.Runtime.InteropServices;

namespace Pprof.Entry;

/// <summary>
/// Whether a folder belongs to the user this process runs as. Anybody may make a folder of any name in <c>/tmp</c> and wait there to send code of
/// his own; nobody but that user and the system's administrator can make it this user's.
/// </summary>
internal static unsafe class Owner
{
    // struct statx, the same on every processor: stx_uid at 20 (include/uapi/linux/stat.h).
    private const int StatxUidOffset = 20;
    private const int StatxSize = 256;
    private const uint StatxUid = 8;
    private const int AtFdCwd = -100;
    private const int AtSymlinkNofollow = 0x100;

    public static bool IsThisUser(string folder)
    {
        if (!OperatingSystem.IsLinux())
        {
            // The temporary folder itself is the user's own.
            return true;
        }

        byte* status = stackalloc byte[StatxSize];
        nint name = Marshal.StringToCoTaskMemUTF8(folder);
        try
        {
            return Statx(AtFdCwd, name, AtSymlinkNofollow, StatxUid, status) == 0 && *(uint*)(status + StatxUidOffset) == EffectiveUser();
        }
        finally
        {
            Marshal.FreeCoTaskMem(name);
        }
    }

    [DllImport("libc", EntryPoint = "statx")]
    private static extern int Statx(int folder, nint path, int flags, uint mask, byte* status);

    [DllImport("libc", EntryPoint = "geteuid")]
    private static extern uint EffectiveUser();
}
