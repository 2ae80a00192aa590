using System.Runtime.CompilerServices;
using Pprof.Workloads.Oracle;

namespace Pprof.Workloads.CallKinds;

/// <summary>Frames of unusual shape: large, of variable size, with many saved registers or stack arguments.</summary>
internal static class FrameShapes
{
    private static long s_sum;

    public static IEnumerable<CallKind> Kinds { get; } =
    [
        new("stackalloc", t => StackAlloc(t, 100)),
        new("stackalloc and catch", 10, t => StackAllocCatch(t, 200)),
        new("frame of 20 KB", 5, LargeFrame),
        new("struct of 96 bytes returned", t => s_sum += LargeStruct(t).C),
        new("arguments on the stack", t => s_sum += ManyArguments(t, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11.5)),
        new("many live registers", t => s_sum += ManyRegisters(t, s_sum, 2, 3)),
        new("vector arguments", t => s_sum += (long)Vectors(t, new(1), new(2)).X),
    ];

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void StackAlloc(CallTree tree, int size)
    {
        Span<byte> bytes = stackalloc byte[size];
        bytes.Fill(1);
        tree.Next();
        s_sum += bytes[size / 2];
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void StackAllocCatch(CallTree tree, int size)
    {
        Span<byte> bytes = stackalloc byte[size];
        try
        {
            bytes[0] = (byte)s_sum;
            throw new InvalidOperationException();
        }
        catch (InvalidOperationException)
        {
            tree.Next();
        }

        s_sum += bytes[0];
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void LargeFrame(CallTree tree)
    {
        Large large = default;
        large[3] = s_sum;
        tree.Next();
        s_sum += large[3];
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static Wide LargeStruct(CallTree tree)
    {
        tree.Next();
        return new Wide { C = s_sum };
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static long ManyArguments(CallTree tree, long a, long b, long c, long d, long e, long f, long g, long h, long i, long j, double k)
    {
        tree.Next();
        return a + b + c + d + e + f + g + h + i + j + (long)k;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static long ManyRegisters(CallTree tree, long a, long b, long c)
    {
        (long d, long e, long f, long g) = (a * b, b * c, a - c, a ^ b);
        tree.Next();
        return a + b + c + d + e + f + g;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static System.Numerics.Vector4 Vectors(CallTree tree, System.Numerics.Vector4 a, System.Numerics.Vector4 b)
    {
        tree.Next();
        return a + b;
    }

    [InlineArray(2500)]
    private struct Large
    {
        private long _first;
    }

    private struct Wide
    {
        public long A, B, C, D, E, F, G, H, I, J, K, L;
    }
}
