using Pprof.Symbolization;
using Pprof.Symbolization.Async;

namespace Pprof.Profiles.Operations;

/// <summary>
/// Which async operations stand below which thread: those that it runs, and those whose end it waits for. A word of its stack leads to the operation;
/// since such a word may be left over, more must agree. Each operation is given away once in each of the two ways. One thread.
/// </summary>
/// <param name="operations">Those of one snapshot.</param>
/// <param name="isRunning">Whether an operation that ran before the threads were copied runs still: if not, the word was left over, or is by now.</param>
internal sealed class OperationsOfThreads(IReadOnlyList<AsyncOperation> operations, Func<object, bool> isRunning)
{
    private readonly ILookup<object, AsyncOperation> _running = Lookup(operations, one => one.Running);
    private readonly ILookup<object, AsyncOperation> _awaited = Lookup(operations, one => one.Waiter);
    private readonly HashSet<object> _given = new(ReferenceEqualityComparer.Instance);
    private readonly HashSet<AsyncOperation> _below = new(ReferenceEqualityComparer.Instance);

    /// <summary>What to look for on the stacks.</summary>
    public static IReadOnlyList<object> ObjectsOf(IReadOnlyList<AsyncOperation> operations) =>
        [.. operations.SelectMany(one => new[] { one.Running, one.Waiter }).OfType<object>()];

    /// <summary>Those that the thread runs: one of its frames is of the operation's own method.</summary>
    /// <param name="thread">Its frames have the names <paramref name="names"/>.</param>
    /// <param name="names">Of functions.</param>
    /// <param name="nameOf">Name of the innermost frame of an operation.</param>
    public IReadOnlyList<AsyncOperation> RunBy(in ThreadUnit thread, IReadOnlyCollection<string> names, Func<AsyncOperation, string> nameOf)
    {
        List<AsyncOperation> found = [];
        foreach (object one in thread.Held)
        {
            if (_running.Contains(one) && IsAmong(names, nameOf(_running[one].First())) && isRunning(one) && _given.Add(one))
            {
                found.AddRange(_running[one]);
            }
        }

        _below.UnionWith(found);
        return found;
    }

    /// <summary>Those that the thread waits for.</summary>
    public IReadOnlyList<AsyncOperation> AwaitedBy(in ThreadUnit thread)
    {
        List<AsyncOperation> found = [];
        foreach (object one in thread.Held)
        {
            if (thread.Wait.IsWaiting && _awaited.Contains(one) && _given.Add(one))
            {
                found.AddRange(_awaited[one]);
            }
        }

        _below.UnionWith(found);
        return found;
    }

    /// <summary>The operations that were not given to any thread, those that are alike in one.</summary>
    public IReadOnlyList<AsyncOperation> Others()
    {
        OperationTable table = new();
        foreach (AsyncOperation one in operations.Where(one => !_below.Contains(one)))
        {
            table.Add(one.Frames.Span, one.Facts, one.Count);
        }

        return table.ToArray();
    }

    // The frame of a method that the runtime has resumed is known only on its thread, above that of who resumed it.
    private static bool IsAmong(IReadOnlyCollection<string> names, string name) =>
        name == WaitNames.ResumedMethodName ? names.Any(IsResumer) : names.Contains(name);

    /// <summary>Whether a frame of that name resumes methods that the runtime has suspended.</summary>
    public static bool IsResumer(string name) =>
        name.StartsWith("System.Runtime.CompilerServices.AsyncHelpers.RuntimeAsyncTask<", StringComparison.Ordinal)
        && name.EndsWith("DispatchContinuations", StringComparison.Ordinal);

    private static ILookup<object, AsyncOperation> Lookup(IReadOnlyList<AsyncOperation> operations, Func<AsyncOperation, object?> key) =>
        operations.Where(one => key(one) is not null).ToLookup(one => key(one)!, ReferenceEqualityComparer.Instance);
}
