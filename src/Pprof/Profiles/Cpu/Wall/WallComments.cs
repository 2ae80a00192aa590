using System.Globalization;

namespace Pprof.Profiles.Cpu;

/// <summary>What a profile of wall-clock time says of itself. Shown by <c>pprof -comments</c>.</summary>
internal sealed class WallComments(WallSamples samples, long lost, string? fault, string? noTimers, string? shortcoming)
{
    public IReadOnlyList<string> All => [Engine, Looks, .. WindowComments.Of(samples.Counter.Labels.Windows), .. Shortcomings];

    private static string Engine =>
        "engine: the runtime's own sample profiler: wall-clock time of managed threads, taken where they stop for it (not CPU time; no native frames); "
        + "threads whose top frame is a wait are idle, all others wall";

    private string Looks => string.Create(
        CultureInfo.InvariantCulture, $"samples: {samples.Samples} of {samples.Looks} looks at all threads, one every {samples.MeanInterval / 1e6:0.###} ms");

    private IEnumerable<string> Shortcomings
    {
        get
        {
            if (noTimers is not null)
            {
                yield return $"degraded: no CPU time. {noTimers}";
            }

            if (lost > 0)
            {
                yield return $"degraded: {lost} samples were lost because the runtime had no room for them";
            }

            if (fault is not null)
            {
                yield return $"degraded: samples are missing at the end: {fault}";
            }

            if (shortcoming is not null)
            {
                yield return $"degraded: {shortcoming}";
            }
        }
    }
}
