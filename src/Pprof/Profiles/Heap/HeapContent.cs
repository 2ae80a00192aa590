using System.Globalization;
using Pprof.Labels;
using Pprof.Unwinding;

namespace Pprof.Profiles.Heap;

/// <summary>What a <see cref="HeapTable"/> held at one moment.</summary>
internal sealed class HeapContent
{
    private HeapTally _ownAllocated;
    private HeapTally _ownLive;

    /// <summary>Nothing was ever sampled.</summary>
    public static HeapContent None => new() { Unknown = default, Unfollowed = default, WithoutLabels = 0, WithoutType = 0, IsAsOfCollection = false };

    public List<HeapRecord> Records { get; } = [];

    /// <summary>What the library has allocated itself, which is in no record.</summary>
    public HeapTally OwnAllocated => _ownAllocated;

    /// <summary>What is alive of it.</summary>
    public HeapTally OwnLive => _ownLive;

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

    /// <summary>Counts what is the library's own.</summary>
    public void AddOwn(in HeapTally allocated, in HeapTally live)
    {
        _ownAllocated.Add(allocated);
        _ownLive.Add(live);
    }
}

/// <summary>Allocations that were counted together, as of one moment.</summary>
/// <param name="Frames">Their stack.</param>
/// <param name="Type">Of the objects, as the runtime names it.</param>
/// <param name="Labels">In force when they were made.</param>
/// <param name="Size">The smallest size that is counted here, in bytes: see <see cref="SizeClass"/>.</param>
/// <param name="Allocated">All of them.</param>
/// <param name="Live">Those that are alive.</param>
internal readonly record struct HeapRecord(ReadOnlyMemory<CodeAddress> Frames, string Type, LabelSet Labels, long Size, HeapTally Allocated, HeapTally Live);

/// <summary>What is missing in a heap profile, for its comments.</summary>
internal static class HeapLosses
{
    public static IEnumerable<string> Tell(HeapContent content)
    {
        if (content.OwnAllocated.Samples > 0)
        {
            yield return string.Create(CultureInfo.InvariantCulture,
                $"This library's own objects are left out: {Math.Round(content.OwnLive.Bytes)} bytes of them are alive, of {Math.Round(content.OwnAllocated.Bytes)} bytes it has allocated.");
        }

        if (content.Unknown.Samples > 0)
        {
            yield return $"{Amount(content.Unknown)} are not shown as live: whether they are is not known, because events were lost, there were too many to follow, or following them was interrupted.";
        }

        if (content.Unfollowed.Samples > 0)
        {
            yield return $"{Amount(content.Unfollowed)} are not shown as live: the table of live samples was full when they were allocated.";
        }

        if (content.WithoutLabels > 0)
        {
            yield return $"{content.WithoutLabels} samples are shown without their labels: there were too many different ones.";
        }

        if (content.WithoutType > 0)
        {
            yield return $"{content.WithoutType} samples are shown without their type: there were too many different ones.";
        }
    }

    private static string Amount(in HeapTally tally) =>
        string.Create(CultureInfo.InvariantCulture, $"{tally.Samples} samples, which stand for {Math.Round(tally.Bytes)} bytes,");
}
