using System.Runtime.InteropServices;

namespace Pprof.Sampling;

/// <summary>
/// The x64 general registers of an interrupted thread, in the order in which Linux lays them out in <c>ucontext_t</c>
/// (<c>gregs</c>, byte 40 on), so that the signal handler copies them as one block of 17 words.
/// </summary>
[StructLayout(LayoutKind.Sequential)]
internal struct Registers
{
    /// <summary>Words in the block.</summary>
    public const int Count = 17;

    public ulong R8, R9, R10, R11, R12, R13, R14, R15, Rdi, Rsi, Rbp, Rbx, Rdx, Rax, Rcx, Rsp, Rip;
}
