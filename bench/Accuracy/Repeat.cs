using System.Diagnostics;

namespace Accuracy;

/// <summary>Ways to keep threads busy for a given time.</summary>
internal static class Repeat
{
    /// <summary>Calls <paramref name="round"/> on the calling thread until the time is over.</summary>
    public static void For(TimeSpan time, Action round)
    {
        Stopwatch clock = Stopwatch.StartNew();
        while (clock.Elapsed < time)
        {
            round();
        }
    }

    /// <summary>The same on several threads at once; returns when all have ended.</summary>
    public static void OnThreads(int count, TimeSpan time, Func<int, Action> newRound)
    {
        Thread[] threads = [.. Enumerable.Range(0, count).Select(index => new Thread(() => For(time, newRound(index))))];
        Array.ForEach(threads, thread => thread.Start());
        Array.ForEach(threads, thread => thread.Join());
    }
}
