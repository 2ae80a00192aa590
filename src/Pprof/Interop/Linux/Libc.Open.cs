using System.Runtime.InteropServices;

namespace Pprof.Interop;

internal static partial class Libc
{
    internal const int O_RDONLY = 0;
    internal const int O_NOCTTY = 0x100;
    internal const int O_DIRECTORY = 0x10000;
    internal const int SEEK_SET = 0;

    private const uint S_IFMT = 0xf000;
    private const uint S_IFREG = 0x8000;
    private const nint SYS_fstat = 5;
    private const nint SYS_fcntl = 72;
    private const nint SYS_getdents64 = 217;
    private const nint F_SETFL = 4;
    private const nint SYS_geteuid = 107;

    /// <summary><c>struct stat</c> of the x64 kernel, as far as it is read here.</summary>
    [StructLayout(LayoutKind.Explicit, Size = 144)]
    internal struct FileStatus
    {
        [FieldOffset(16)] public ulong Links;
        [FieldOffset(24)] public uint Mode;
        [FieldOffset(28)] public uint Owner;
        [FieldOffset(48)] public long Size;

        public readonly bool IsRegular => (Mode & S_IFMT) == S_IFREG;
    }

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "pread", SetLastError = true)]
    internal static unsafe partial nint PRead(int descriptor, void* destination, nuint count, nint offset);

    [LibraryImport("libc", EntryPoint = "lseek", SetLastError = true)]
    internal static partial nint Seek(int descriptor, nint offset, int whence);

    internal static uint EffectiveUser() => (uint)Syscall(SYS_geteuid, 0, 0, 0, 0);

    /// <summary>The structure below is that of this machine.</summary>
    internal static bool KnowsFileStatus => OperatingSystem.IsLinux() && RuntimeInformation.ProcessArchitecture == Architecture.X64;

    internal static unsafe int FileStatusOf(int descriptor, FileStatus* status) =>
        (int)Syscall(SYS_fstat, descriptor, (nint)status, 0, 0);

    /// <summary>Takes back <see cref="O_NONBLOCK"/>: .NET 11 takes a file that has it for one of asynchronous reads.</summary>
    internal static int ClearStatusFlags(int descriptor) => (int)Syscall(SYS_fcntl, descriptor, F_SETFL, 0, 0);

    /// <summary>Reads entries <c>{ u64 inode; s64 offset; u16 length; u8 type; char name[] }</c>; 0 at the end.</summary>
    internal static unsafe nint GetDirectoryEntries(int descriptor, void* destination, nuint size) =>
        Syscall(SYS_getdents64, descriptor, (nint)destination, (nint)size, 0);
}
