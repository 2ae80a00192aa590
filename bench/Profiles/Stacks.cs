using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace Profiles;

/// <summary>Calls from stacks of known shape.</summary>
internal static class Stacks
{
    private static int s_sum;

    /// <summary>Calls on a thread of its own, so that the method called stands on exactly that many frames, itself included.</summary>
    public static void OfDepth(int frames, Action call)
    {
        int without = 0;
        Run(() => Recurse(0, () => without = new StackTrace().FrameCount));
        Run(() => Recurse(frames - without, call));
    }

    public static void Run(Action call)
    {
        Thread thread = new(() => call());
        thread.Start();
        thread.Join();
    }

    /// <summary>Calls ten levels down by one of 1,024 ways: two methods call each other as the bits say.</summary>
    public static void ByPath(int path, Action<int> call) => Left(path, 10, call);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Recurse(int depth, Action call)
    {
        if (depth <= 0)
        {
            call();
        }
        else
        {
            Recurse(depth - 1, call);
        }

        // Keeps the calls from becoming jumps.
        s_sum++;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Left(int path, int level, Action<int> call)
    {
        Next(path, level, call);
        s_sum++;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Right(int path, int level, Action<int> call)
    {
        Next(path, level, call);
        s_sum--;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Next(int path, int level, Action<int> call)
    {
        if (level == 0)
        {
            call(path);
        }
        else if ((path & (1 << (level - 1))) != 0)
        {
            Left(path, level - 1, call);
        }
        else
        {
            Right(path, level - 1, call);
        }
    }
}
