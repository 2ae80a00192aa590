using System.Diagnostics;

namespace Profiles.Tasks;

/// <summary>Async code that does nothing but what async code costs.</summary>
internal static class AsyncWork
{
    /// <summary>Nanoseconds for each turn of a loop that only yields.</summary>
    public static double Yields(int turns) => Time(turns, () => YieldLoop(turns).Wait());

    /// <summary>Nanoseconds for each operation of three async methods, suspended and resumed once.</summary>
    public static double Operations(int turns) => Time(turns, () => RunOperations(turns));

    /// <summary>The longest of a number of such operations, in milliseconds: how long the program was held up.</summary>
    public static double LongestOperation(Func<bool> goOn)
    {
        double longest = 0;
        while (goOn())
        {
            long started = Stopwatch.GetTimestamp();
            RunOperations(1);
            longest = Math.Max(longest, Stopwatch.GetElapsedTime(started).TotalMilliseconds);
        }

        return longest;
    }

    private static void RunOperations(int turns)
    {
        for (int i = 0; i < turns; i++)
        {
            TaskCompletionSource source = new();
            Task operation = Outer(source.Task);
            source.SetResult();
            operation.Wait();
        }
    }

    private static double Time(int turns, Action work)
    {
        long started = Stopwatch.GetTimestamp();
        work();
        return Stopwatch.GetElapsedTime(started).TotalNanoseconds / turns;
    }

    private static async Task YieldLoop(int turns)
    {
        for (int i = 0; i < turns; i++)
        {
            await Task.Yield();
        }
    }

    private static async Task Outer(Task task) => await Middle(task);

    private static async Task Middle(Task task) => await Inner(task);

    private static async Task Inner(Task task) => await task;
}
