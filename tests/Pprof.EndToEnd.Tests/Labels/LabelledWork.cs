using System.Runtime.CompilerServices;

namespace Pprof.EndToEnd.Tests.Labels;

/// <summary>Work that tells by its name under which label it ran: <c>Red</c> under <c>color=red</c>, <c>Green</c> under <c>color=green</c>, <c>Plain</c> under none.</summary>
internal static class LabelledWork
{
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static double Red(int rounds)
    {
        double sum = 0;
        for (int i = 0; i < rounds * 1000; i++)
        {
            sum += Math.Sqrt(i);
        }

        return sum;
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static double Green(int rounds)
    {
        double sum = 1;
        for (int i = 0; i < rounds * 1000; i++)
        {
            sum += Math.Sqrt(i + sum);
        }

        return sum;
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static double Plain(int rounds)
    {
        double sum = 2;
        for (int i = 0; i < rounds * 1000; i++)
        {
            sum += Math.Sqrt(i * sum);
        }

        return sum;
    }
}
