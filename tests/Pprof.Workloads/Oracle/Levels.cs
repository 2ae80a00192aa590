using Pprof.Sampling;
using Pprof.Unwinding;

namespace Pprof.Workloads.Oracle;

/// <summary>
/// Marks on the stack itself: every live level of a call tree has one in its frame, made of its own address so that no copy
/// of it elsewhere passes for one, and wiped before the level returns. Whoever looks at a stack that was stopped at any
/// instruction can count the levels without asking the unwinder.
/// </summary>
internal static class Levels
{
    private const ulong Magic = 0x5eed_c0de_1e7e_1234;

    public static unsafe void Enter(ref ulong mark)
    {
        fixed (ulong* address = &mark)
            Volatile.Write(ref mark, Magic ^ (ulong)address);
    }

    public static void Leave(ref ulong mark) => Volatile.Write(ref mark, 0);

    public static int Count(in RawStack stack)
    {
        int count = 0;
        for (ulong at = (stack.Registers.Rsp + 7) & ~7UL; stack.TryReadWord(at, out ulong word); at += sizeof(ulong))
            count += word == (Magic ^ at) ? 1 : 0;
        return count;
    }
}
