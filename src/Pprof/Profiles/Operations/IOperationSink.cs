using Pprof.Unwinding;

namespace Pprof.Profiles.Operations;

/// <summary>Gets the chains of operations in flight, one after the other.</summary>
internal interface IOperationSink
{
    /// <param name="frames">Leaf first; valid during the call.</param>
    /// <param name="facts">What else is known of it.</param>
    /// <param name="ends">Where the chain begins and ends.</param>
    /// <param name="count">How many there are; more than one when several were not told apart.</param>
    void Add(ReadOnlySpan<CodeAddress> frames, in OperationFacts facts, in OperationEnds ends, int count);
}

/// <summary>The objects at both ends of a chain.</summary>
/// <param name="Root">For which nobody waits. Chains that fork have it in common.</param>
/// <param name="Running">As of <see cref="AsyncOperation.Running"/>.</param>
/// <param name="Waiter">As of <see cref="AsyncOperation.Waiter"/>.</param>
internal readonly record struct OperationEnds(object Root, object? Running, object? Waiter);
