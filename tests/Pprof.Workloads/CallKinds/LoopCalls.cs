using System.Runtime.CompilerServices;
using Pprof.Workloads.Oracle;

namespace Pprof.Workloads.CallKinds;

/// <summary>
/// Loops that run long enough for the runtime to replace the running method by optimized code in the middle (OSR), which
/// then stands on the frame of its predecessor.
/// </summary>
internal static class LoopCalls
{
    // The runtime counts a loop down from 1,000 before it replaces the method, then some more.
    private const int Rounds = 60_000;

    private static long s_sum;

    public static IEnumerable<CallKind> Kinds { get; } =
    [
        new("loop", 5, Loop),
        new("loop with many live registers", 5, LoopWithRegisters),
        new("loop in a try", 5, LoopInTry),
        new("loop and catch", 5, LoopAndCatch),
        new("loop and stackalloc", 5, LoopAndStackAlloc),
        new("loop in a shared generic", 5, t => s_sum += LoopGeneric<string>(t)),
    ];

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Loop(CallTree tree)
    {
        for (int i = 0; i <= Rounds; i++)
        {
            s_sum += i;
            if (i == Rounds)
                tree.Next();
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void LoopWithRegisters(CallTree tree)
    {
        (long a, long b, long c, long d, long e, long f, long g) = (1, 2, 3, 4, 5, 6, 7);
        for (int i = 0; i <= Rounds; i++)
        {
            (a, b, c, d, e, f, g) = (a + b, b ^ c, c + d, d ^ e, e + f, f ^ g, g + a);
            if (i == Rounds)
                tree.Next();
        }

        s_sum += a + b + c + d + e + f + g;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void LoopInTry(CallTree tree)
    {
        try
        {
            for (int i = 0; i <= Rounds; i++)
            {
                s_sum += i;
                if (i == Rounds)
                    tree.Next();
            }
        }
        finally
        {
            s_sum++;
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void LoopAndCatch(CallTree tree)
    {
        for (int i = 0; i <= Rounds; i++)
        {
            s_sum += i;
            if (i < Rounds)
                continue;
            try
            {
                throw new InvalidOperationException();
            }
            catch (InvalidOperationException)
            {
                tree.Next();
            }
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void LoopAndStackAlloc(CallTree tree)
    {
        Span<long> sums = stackalloc long[64];
        for (int i = 0; i <= Rounds; i++)
        {
            sums[i & 63] += i;
            if (i == Rounds)
                tree.Next();
        }

        s_sum += sums[7];
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static long LoopGeneric<T>(CallTree tree)
    {
        long sum = 0;
        for (int i = 0; i <= Rounds; i++)
        {
            sum += typeof(T) == typeof(string) ? i : 1;
            if (i == Rounds)
                tree.Next();
        }

        return sum;
    }
}
