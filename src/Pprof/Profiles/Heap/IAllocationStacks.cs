using Pprof.Unwinding;

namespace Pprof.Profiles.Heap;

/// <summary>Turns the addresses of an allocation into frames that keep their meaning. One thread at a time; never throws.</summary>
internal interface IAllocationStacks
{
    /// <summary>Leaf first; valid until the next call.</summary>
    ReadOnlySpan<CodeAddress> Translate(ReadOnlySpan<ulong> stack);
}
