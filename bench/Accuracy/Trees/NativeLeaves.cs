using System.Runtime.CompilerServices;

namespace Accuracy.Trees;

/// <summary>Leaves in the C library and in its mathematics, whose functions keep no frame pointer: the caller of a frameless leaf is the easiest to lose.</summary>
internal static class NativeLeaves
{
    private static readonly byte[] s_source = new byte[1 << 20];
    private static readonly byte[] s_target = new byte[1 << 20];

    public static KnownTree Mathematics { get; } = new("leaf in libm", RunMathematics,
        KnownTree.Methods(typeof(NativeLeaves), "Remainders", "MathematicsOuter", "RunMathematics"), "libm.so");

    public static KnownTree Memory { get; } = new("leaf in libc", RunMemory,
        KnownTree.Methods(typeof(NativeLeaves), "Copies", "MemoryOuter", "RunMemory"), "libc.so");

    private static void RunMathematics() => Sink.Value = MathematicsOuter() + 1;

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static double MathematicsOuter() => Remainders(1.5) + 1;

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static double Remainders(double start)
    {
        double sum = start;
        for (int i = 1; i < 2000; i++)
        {
            sum += (1e9 + i) % 1.7 + Math.Pow(1.0001, i);
        }

        return sum;
    }

    private static void RunMemory() => Sink.Value = MemoryOuter() + 1;

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int MemoryOuter() => Copies() + 1;

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int Copies()
    {
        for (int i = 0; i < 20; i++)
        {
            s_source.AsSpan().CopyTo(s_target);
        }

        return s_target[3];
    }
}
