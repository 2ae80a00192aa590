using System.Runtime.CompilerServices;

namespace Pprof.EndToEnd.Tests.ThreadStarts;

/// <summary>Places that start threads, told apart in a profile by their names.</summary>
internal static class Starters
{
    public static void StartFromHere(int count) => Repeat(count, StartOne);

    public static void StartFromThere(int count) => Repeat(count, StartAnother);

    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void StartOne()
    {
        Thread thread = new(Nothing) { IsBackground = true };
        thread.Start();
        thread.Join();
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void StartAnother()
    {
        Thread thread = new(_ => { }) { IsBackground = true };
        thread.UnsafeStart(null);
        thread.Join();
    }

    /// <summary>One thread from below so many frames.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static int StartAtDepth(int depth)
    {
        if (depth == 0)
        {
            StartOne();
            return 0;
        }

        return StartAtDepth(depth - 1) + 1;
    }

    private static void Repeat(int count, Action start)
    {
        for (int i = 0; i < count; i++)
        {
            start();
        }
    }

    private static void Nothing()
    {
    }
}
