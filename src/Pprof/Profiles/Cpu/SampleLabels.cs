using Pprof.Aggregation;
using Pprof.Labels;

namespace Pprof.Profiles.Cpu;

/// <summary>
/// Gives samples the number of their label set, as soon as they are read: what a serial stands for is remembered for some tenths
/// of a second. <c>pprof cpu sampler</c>, which owns the table of labels until it has ended; the other tables of the counter are the walker's.
/// </summary>
internal sealed class SampleLabels(LabelTable table)
{
    private readonly LabelLog _log = LabelLog.Start();

    /// <summary>Distinct label sets in the profile.</summary>
    public int Count => table.Count - 1;

    /// <summary>Periods of samples that had labels which the profile does not show.</summary>
    public long LostWeight { get; private set; }

    /// <param name="serial">Of the scope in force; 0 for none.</param>
    /// <param name="weight">Of the sample.</param>
    public int NumberOf(long serial, long weight)
    {
        if (serial == 0)
        {
            return 0;
        }

        if (_log.Find(serial) is { } labels && table.TryAdd(labels, out int number))
        {
            return number;
        }

        LostWeight += weight;
        return 0;
    }

    /// <summary>All samples taken up to now were given their number.</summary>
    public void OnDrained() => _log.Turn();

    /// <summary>The sampler has ended, or has not begun.</summary>
    public void Stop() => _log.Stop();
}
