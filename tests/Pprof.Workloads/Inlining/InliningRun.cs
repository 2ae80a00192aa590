using System.Runtime.CompilerServices;
using Pprof.Sampling;

namespace Pprof.Workloads.Inlining;

/// <summary>
/// Call trees whose inner methods the compiler puts into their callers. Each ends in a method of its own that takes time, so the leaf tells which
/// callers are right.
/// </summary>
internal static class InliningRun
{
    private const long NanosecondsEach = 200_000_000;

    /// <summary>Writes the CPU profile of all trees to a file.</summary>
    public static int Report(string file)
    {
        Action[] trees = [() => StaticOuter(100), () => GenericOuter(100), () => PropertyOuter(100), () => Recursive(3)];
        RunEach(trees, NanosecondsEach / 10);
        using FileStream stream = File.Create(file);
        using (CpuProfile.Start(stream, new CpuProfileOptions { Frequency = 250 }))
        {
            RunEach(trees, NanosecondsEach);
        }

        return 0;
    }

    private static void RunEach(Action[] trees, long nanoseconds)
    {
        foreach (Action tree in trees)
        {
            for (long end = CpuClock.Read(CpuClock.CurrentThread) + nanoseconds; CpuClock.Read(CpuClock.CurrentThread) < end;)
            {
                tree();
            }
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int StaticOuter(int times) => StaticMiddle(times) + 1;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int StaticMiddle(int times)
    {
        int sum = StaticInner(times);
        return sum + times;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int StaticInner(int times)
    {
        int value = times;
        for (int i = 0; i < times * 10; i++)
        {
            value = (value * 31) + (value >> 3);
        }

        return value;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static long GenericOuter(int times) => new Box<long>(times).Spin(times);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int PropertyOuter(int times) => new Counter(times).Total;

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int Recursive(int depth) => depth == 0 ? RecursiveInner(100) : Recursive(depth - 1) + 1;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int RecursiveInner(int times)
    {
        int value = times;
        for (int i = 0; i < times * 10; i++)
        {
            value = (value * 37) + (value >> 2);
        }

        return value;
    }

    private readonly struct Box<T>(T value)
        where T : struct
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public T Spin(int times)
        {
            T last = value;
            for (int i = 0; i < times * 10; i++)
            {
                last = (i & 1) == 0 ? value : last;
            }

            return last;
        }
    }

    private readonly struct Counter(int times)
    {
        public int Total
        {
            [MethodImpl(MethodImplOptions.AggressiveInlining)]
            get
            {
                int value = 1;
                for (int i = 0; i < times * 10; i++)
                {
                    value = (value * 41) + (value >> 1);
                }

                return value;
            }
        }
    }
}
