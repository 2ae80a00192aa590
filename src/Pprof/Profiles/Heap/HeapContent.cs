namespace Pprof.Profiles.Heap;

/// <summary>What a <see cref="HeapTable"/> held at one moment.</summary>
internal sealed class HeapContent
{
    /// <summary>Nothing was ever sampled.</summary>
    public static HeapContent None => new() { Unknown = default, Unfollowed = default, WithoutLabels = 0, WithoutType = 0, IsAsOfCollection = false };

    public List<HeapRecord> Records { get; } = [];

    /// <summary>Samples that may or may not be alive.</summary>
    public required HeapTally Unknown { get; init; }

    /// <summary>Samples that were counted, but not followed for want of room.</summary>
    public required HeapTally Unfollowed { get; init; }

    /// <summary>Samples counted without the labels they had.</summary>
    public required long WithoutLabels { get; init; }

    /// <summary>Samples counted without their type.</summary>
    public required long WithoutType { get; init; }

    /// <summary>Live is what the last collection has left; otherwise no collection is known, and live is everything not known to be dead.</summary>
    public required bool IsAsOfCollection { get; init; }
}
