namespace Pprof.Labels;

/// <summary>From when on which labels were in force on a thread.</summary>
internal struct LabelChange
{
    /// <summary>Nanoseconds of the monotonic clock.</summary>
    public long Time;

    public LabelSet Labels;
}
