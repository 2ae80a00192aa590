namespace Pprof.Profiles.Heap;

/// <summary>Allocations that are counted together.</summary>
internal struct HeapBucket
{
    public HeapKey Key;

    /// <summary>All there ever were.</summary>
    public HeapTally Allocated;

    /// <summary>Those that have survived a collection and are not known to be dead.</summary>
    public HeapTally Live;

    /// <summary>Those that no collection has looked at yet.</summary>
    public HeapTally Young;
}
