using System.Reflection;
using System.Runtime.CompilerServices;

namespace Pprof.Workloads.Oracle;

/// <summary>A leaf that spends its time in native code of every origin, called in known ways.</summary>
internal static class Busy
{
    private static readonly object s_lock = new();
    private static readonly byte[] s_from = new byte[8000];
    private static readonly byte[] s_to = new byte[8000];
    private static object? s_kept;
    private static double s_sum;

    /// <summary>What it does in turn; each is <c>Turn</c>, <c>Wrapper</c>, the native leaf.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void Work(int turn)
    {
        for (int i = 0; i < 20; i++)
            Turn(turn);
    }

    /// <summary>Whether every method of this class is followed by the one that calls it.</summary>
    public static bool IsPlausible(ReadOnlySpan<MethodBase?> stack)
    {
        for (int i = 0; i < stack.Length; i++)
        {
            if (stack[i]?.DeclaringType != typeof(Busy) || stack[i]!.Name == nameof(Work))
                continue;
            string caller = stack[i]!.Name == nameof(Turn) ? nameof(Work) : nameof(Turn);
            if (i + 1 == stack.Length || stack[i + 1]?.Name != caller)
                return false;
        }

        return true;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Turn(int turn)
    {
        switch (turn % 6)
        {
            case 0:
                s_sum += Sine(s_sum) + 1;
                break;
            case 1:
                s_kept = Allocate();
                break;
            case 2:
                Copy();
                break;
            case 3:
                s_sum += Clock();
                break;
            case 4:
                Lock();
                break;
            default:
                s_sum += Remainder(s_sum);
                break;
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static double Sine(double x)
    {
        double sum = 0;
        for (int i = 0; i < 30; i++)
            sum += Math.Sin(x + i) + Math.Pow(x, 0.5);
        return sum;
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static double Remainder(double x) => Math.IEEERemainder(x, 3) + x % 7.5;

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static object?[] Allocate() => new object?[50];

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static void Copy() => Buffer.BlockCopy(s_from, 0, s_to, 0, s_from.Length);

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static long Clock() => DateTime.UtcNow.Ticks & 1;

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static void Lock()
    {
        lock (s_lock)
            s_sum += s_lock.GetHashCode() & 1;
    }
}
