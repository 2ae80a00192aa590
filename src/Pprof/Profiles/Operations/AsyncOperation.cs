using Pprof.Labels;
using Pprof.Unwinding;

namespace Pprof.Profiles.Operations;

/// <summary>One async operation in flight, or several that are alike.</summary>
/// <param name="Facts">What is known of it; of several, of the oldest.</param>
/// <param name="Frames">What it waits for, then the innermost async method at its await, then whoever awaits that, out to the root.</param>
/// <param name="Count">How many there are with equal frames, labels and state; one when a thread runs it or is blocked on it.</param>
internal sealed record AsyncOperation(OperationFacts Facts, ReadOnlyMemory<CodeAddress> Frames, int Count)
{
    public LabelSet Labels => Facts.Labels;

    public string State => Facts.State;

    /// <summary>The object of the innermost operation, to which the thread that runs it refers; null when none does.</summary>
    public object? Running { get; init; }

    /// <summary>The object through which a thread waits for the end of the chain, on that thread's stack; null when no thread waits.</summary>
    public object? Waiter { get; init; }

    /// <summary>Whether some thread runs it, or is blocked on it.</summary>
    public bool HasThread => Running is not null || Waiter is not null;
}

/// <summary>What is known of an operation beside its frames.</summary>
/// <param name="Id">The runtime's number of the task that waits (<see cref="Task.Id"/>).</param>
/// <param name="Labels">Labels it works under.</param>
/// <param name="State">In words: <c>awaiting Task.Delay</c>, <c>running</c>, <c>ready to run</c>.</param>
/// <param name="Age">At least this long it has been so; below a second, zero.</param>
/// <param name="IsWait">Whether that is the age of this very wait. Otherwise it is that of the operation, which may have waited before.</param>
internal readonly record struct OperationFacts(long Id, LabelSet Labels, string State, TimeSpan Age = default, bool IsWait = true);
