using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;

namespace Pprof.Workloads.Awaits;

/// <summary>Uses CPU time in several ways, with the truth of who asked for it on its stack.</summary>
internal static class Burner
{
    /// <summary>Stands before the path and its complement.</summary>
    public const ulong Magic = 0x5AFE_C0DE_7E57_AB1E;

    private const double Microseconds = 60;

    [ThreadStatic]
    private static byte[]? t_buffer;

    private static ulong s_sink;
    private static object? s_object;

    public static ulong Hash(ulong x)
    {
        x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9;
        x = (x ^ (x >> 27)) * 0x94d049bb133111eb;
        return x ^ (x >> 31);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    public static unsafe void Burn(ulong path, ulong seed)
    {
        ulong* mark = stackalloc ulong[4];
        Volatile.Write(ref mark[1], path);
        Volatile.Write(ref mark[2], ~path);
        Volatile.Write(ref mark[0], Magic);
        long start = Stopwatch.GetTimestamp();
        do
        {
            Spend(seed);
        }
        while (Stopwatch.GetElapsedTime(start).TotalMicroseconds < Microseconds);
        Volatile.Write(ref mark[0], 0);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Spend(ulong seed)
    {
        switch ((seed >> 20) & 7)
        {
            case 0:
                Allocate();
                break;
            case 1:
                SHA256.HashData(t_buffer ??= new byte[20_000], stackalloc byte[32]);
                break;
            case 2:
                Nest(seed, 6);
                break;
            default:
                Spin(seed);
                break;
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Nest(ulong seed, int depth)
    {
        if (depth > 0)
        {
            Nest(seed + 1, depth - 1);
        }

        Spin(seed);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Spin(ulong seed)
    {
        for (int i = 0; i < 300; i++)
        {
            seed = Hash(seed);
        }

        Volatile.Write(ref s_sink, seed);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Allocate() => s_object = Enumerable.Range(0, 20).Select(_ => new byte[40]).ToArray();
}
