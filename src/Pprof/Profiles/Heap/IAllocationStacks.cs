using Pprof.Unwinding;

namespace Pprof.Profiles.Heap;

/// <summary>Turns the addresses of an allocation into frames that keep their meaning. One thread at a time; never throws.</summary>
internal interface IAllocationStacks
{
    /// <summary>Leaf first; valid until the next call.</summary>
    ReadOnlySpan<CodeAddress> Translate(ReadOnlySpan<ulong> stack);

    /// <summary>What the stack of the latest call allocates, for events that do not name the type; empty when that is not known.</summary>
    string ImpliedType { get; }
}
