using System.Globalization;

namespace Pprof.Profiles.Heap;

/// <summary>What is missing in a heap profile, for its comments.</summary>
internal static class HeapLosses
{
    public static IEnumerable<string> Tell(HeapContent content)
    {
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
