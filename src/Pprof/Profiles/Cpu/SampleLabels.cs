using Pprof.Labels;

namespace Pprof.Profiles.Cpu;

/// <summary>
/// Gives samples their labels, as soon as they are read: what a serial stands for is remembered for some tenths of a second.
/// <c>pprof cpu sampler</c>.
/// </summary>
internal sealed class SampleLabels
{
    private readonly LabelLog _log = LabelLog.Start();

    /// <summary>CPU time in nanoseconds of samples that had labels which are not known any more.</summary>
    public long LostNanoseconds { get; private set; }

    /// <param name="serial">Of the scope in force; 0 for none.</param>
    /// <param name="nanoseconds">CPU time of the sample.</param>
    public LabelSet Find(long serial, long nanoseconds)
    {
        if (serial == 0)
        {
            return LabelSet.Empty;
        }

        LabelSet? labels = _log.Find(serial);
        LostNanoseconds += labels is null ? nanoseconds : 0;
        return labels ?? LabelSet.Empty;
    }

    /// <summary>All samples taken up to now were given their labels.</summary>
    public void OnDrained() => _log.Turn();

    /// <summary>The sampler has ended, or has not begun.</summary>
    public void Stop() => _log.Stop();
}
