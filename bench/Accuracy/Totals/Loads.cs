using BenchCommon.Load;

namespace Accuracy.Totals;

/// <summary>Loads that are hard on a profiler, each in its own way. Each returns one round of work for one thread.</summary>
internal static class Loads
{
    private const long FiveMilliseconds = 5_000_000;

    private static double s_sink;

    public static Action Steady(int thread)
    {
        Random random = new(thread);
        return () => s_sink = Burn(random.Next(), 100_000);
    }

    /// <summary>One thread after the other, each for 5 ms of CPU: gone before most profilers know of it.</summary>
    public static Action ShortThreads(int thread) => () =>
    {
        Thread brief = new(static () =>
        {
            while (NativeMethods.ThreadCpuTime() < FiveMilliseconds)
            {
                s_sink = Burn(1, 5_000);
            }
        });
        brief.Start();
        brief.Join();
    };

    /// <summary>Half of the calls only cross over into native code and back, the other half enter the kernel as well.</summary>
    public static Action PInvokes(int thread) => () =>
    {
        for (int i = 0; i < 1000; i++)
        {
            s_sink = NativeMethods.Absolute(-i) + NativeMethods.GetParentProcessId();
        }
    };

    /// <summary>Small objects in lists that survive for a while, and buffers of the large object heap.</summary>
    public static Action Garbage(int thread)
    {
        Queue<object> survivors = new();
        return () =>
        {
            survivors.Enqueue(Enumerable.Range(0, 1000).Select(i => new byte[i % 200]).ToList());
            survivors.Enqueue(new byte[100_000]);
            while (survivors.Count > 400)
            {
                survivors.Dequeue();
            }
        };
    }

    public static Action Exceptions(int thread) => () =>
    {
        try
        {
            ThrowFrom(depth: 10);
        }
        catch (InvalidOperationException error)
        {
            s_sink = error.Message.Length;
        }
    };

    public static Action Mixed(int thread) => new MixedLoad(thread).RunOnce;

    private static int ThrowFrom(int depth)
    {
        try
        {
            return depth == 0 ? throw new InvalidOperationException("Nothing is wrong.") : ThrowFrom(depth - 1) + 1;
        }
        finally
        {
            s_sink++;
        }
    }

    private static double Burn(int seed, int rounds)
    {
        ulong state = (ulong)seed + 1;
        for (int i = 0; i < rounds; i++)
        {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
        }

        return state;
    }
}
