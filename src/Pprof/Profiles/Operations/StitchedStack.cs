using Pprof.Symbolization.Async;
using Pprof.Unwinding;

namespace Pprof.Profiles.Operations;

/// <summary>One stack of a thread and of an operation that have to do with each other.</summary>
internal static class StitchedStack
{
    /// <summary>
    /// Of a thread that runs an operation: its frames down to the operation's method, then who awaits that. What is below on the thread belongs to whoever resumed it.
    /// </summary>
    /// <param name="thread">Leaf first.</param>
    /// <param name="names">Of these frames.</param>
    /// <param name="operation">Leaf first: the method that runs, then who awaits it.</param>
    /// <param name="leaf">Name of the method that runs.</param>
    public static CodeAddress[] OfRunning(ReadOnlySpan<CodeAddress> thread, IReadOnlyList<string> names, ReadOnlySpan<CodeAddress> operation, string leaf)
    {
        int method = 0;
        while (method < names.Count && !IsMethod(names[method], leaf))
        {
            method++;
        }

        return [.. thread[..Math.Min(method + 1, thread.Length)], .. operation[1..]];
    }

    /// <summary>Of a thread that waits for the end of an operation: what that waits for, out to the thread, and who is called by on the thread.</summary>
    public static CodeAddress[] OfAwaited(ReadOnlySpan<CodeAddress> thread, ReadOnlySpan<CodeAddress> operation) => [.. operation, .. thread];

    private static bool IsMethod(string name, string leaf) =>
        leaf == WaitNames.ResumedMethodName ? OperationsOfThreads.IsResumer(name) : name == leaf;
}
