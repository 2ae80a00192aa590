using System.Runtime.InteropServices;

namespace Pprof.Workloads.Refusals;

/// <summary>
/// Makes the kernel refuse system calls to this thread and to every program it becomes or starts, as the sandboxes of containers do (seccomp).
/// Linux x64. Man page: seccomp(2).
/// </summary>
internal static unsafe partial class SystemCallFilter
{
    private const int PR_SET_NO_NEW_PRIVS = 38;
    private const nint SYS_seccomp = 317;
    private const nint SECCOMP_SET_MODE_FILTER = 1;
    private const uint SECCOMP_RET_ERRNO = 0x00050000;
    private const uint SECCOMP_RET_ALLOW = 0x7fff0000;

    // struct seccomp_data { int nr; u32 arch; u64 instruction; u64 arguments[6]; }
    private const uint NumberOffset = 0;

    // BPF_LD | BPF_W | BPF_ABS, BPF_JMP | BPF_JEQ | BPF_K, BPF_RET | BPF_K
    private const ushort Load = 0x20;
    private const ushort JumpIfEqual = 0x15;
    private const ushort Return = 0x06;

    /// <summary>Null when it is in force, else why not.</summary>
    public static string? Refuse(IReadOnlyCollection<int> calls, int error)
    {
        List<Instruction> program = [new(Load, 0, 0, NumberOffset)];
        foreach (int call in calls)
        {
            program.Add(new Instruction(JumpIfEqual, 0, 1, (uint)call));
            program.Add(new Instruction(Return, 0, 0, SECCOMP_RET_ERRNO | (uint)error));
        }

        program.Add(new Instruction(Return, 0, 0, SECCOMP_RET_ALLOW));
        return Install([.. program]);
    }

    private static string? Install(Instruction[] program)
    {
        fixed (Instruction* first = program)
        {
            Program filter = new() { Length = (ushort)program.Length, First = first };
            bool isInstalled = prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 && syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, 0, (nint)(&filter)) == 0;
            return isInstalled ? null : $"seccomp: error {Marshal.GetLastPInvokeError()}";
        }
    }

    [LibraryImport("libc", SetLastError = true)]
    private static partial int prctl(int option, nint second, nint third, nint fourth, nint fifth);

    [LibraryImport("libc", SetLastError = true)]
    private static partial nint syscall(nint number, nint first, nint second, nint third);

    [StructLayout(LayoutKind.Sequential)]
    private readonly record struct Instruction(ushort Code, byte IfTrue, byte IfFalse, uint Operand);

    [StructLayout(LayoutKind.Sequential)]
    private struct Program
    {
        public ushort Length;
        public Instruction* First;
    }
}
