using System.Runtime.CompilerServices;

namespace Accuracy.Slope;

/// <summary>
/// Units of about half a millisecond of CPU, of the kinds that profilers treat differently: a loop without calls has no
/// safe point of its own, allocation is full of them, the C library's mathematics is no managed code at all.
/// </summary>
internal static class InjectedWork
{
    private static double s_sink;

    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void Loop(int units)
    {
        ulong state = 1;
        for (int i = 0; i < units * 400_000; i++)
        {
            state = (state * 6364136223846793005) + 1442695040888963407;
        }

        s_sink = state;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void Allocation(int units)
    {
        for (int i = 0; i < units * 10_000; i++)
        {
            s_sink = new byte[64 + (i & 127)].Length;
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void Mathematics(int units)
    {
        double sum = 0;
        for (int i = 0; i < units * 25_000; i++)
        {
            sum += Math.Pow(1.0001, i & 1023);
        }

        s_sink = sum;
    }
}
