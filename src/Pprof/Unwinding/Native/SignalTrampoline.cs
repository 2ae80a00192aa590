using Pprof.Images;
using Pprof.Sampling;

namespace Pprof.Unwinding.Native;

/// <summary>
/// The code to which a signal handler returns, where the C library describes it by no table (musl): seven bytes
/// <c>mov rax, 15</c> (the number of rt_sigreturn) and two bytes <c>syscall</c>. The kernel put <c>ucontext_t</c> at rsp.
/// </summary>
internal static class SignalTrampoline
{
    // ucontext_t: flags, link, and the 24-byte stack_t come first.
    private const int RegistersOffset = 40;
    private const int Words = Registers.Count;

    private static ReadOnlySpan<byte> Code => [0x48, 0xc7, 0xc0, 0x0f, 0, 0, 0, 0x0f, 0x05];

    // In the kernel's order, by DWARF number: r8 to r15, rdi, rsi, rbp, rbx, rdx, rax, rcx, rsp, rip.
    private static ReadOnlySpan<byte> KernelOrder => [8, 9, 10, 11, 12, 13, 14, 15, 5, 4, 6, 3, 1, 0, 2, 7, 16];

    public static bool IsAt(ulong address)
    {
        Span<byte> code = stackalloc byte[9];
        return SafeMemory.TryRead(address, code) && code.SequenceEqual(Code);
    }

    public static NativeStep Step(ref NativeRegisters registers, in RawStack stack)
    {
        ulong saved = registers.Rsp + RegistersOffset;
        NativeRegisters interrupted = default;
        for (int i = 0; i < Words; i++)
        {
            if (!StackBytes.TryReadWord(stack, saved + ((ulong)i * sizeof(ulong)), out ulong value))
            {
                return NativeStep.OutOfStack;
            }

            interrupted.Set(KernelOrder[i], value);
        }

        registers = interrupted;
        return NativeStep.Stepped;
    }
}
