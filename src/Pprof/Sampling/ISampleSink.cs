namespace Pprof.Sampling;

/// <summary>
/// Receives the samples of a session, on the sampler's thread, some ten times a second. What it throws ends the session and
/// is thrown by <see cref="CpuSampler.Stop"/>.
/// </summary>
internal interface ISampleSink
{
    /// <param name="stack">Valid during the call only.</param>
    /// <param name="threadId">The kernel's id of the thread; 0 for a thread that ended or was sampled before it was known.</param>
    /// <param name="weight">Periods of CPU time this sample stands for; at least 1.</param>
    /// <param name="labels">Serial of the <see cref="Labels.LabelScope"/> in force; 0 for none.</param>
    void OnSample(in RawStack stack, int threadId, long weight, long labels);

    /// <param name="weight">Periods of CPU time that passed without a sample that could be kept.</param>
    void OnLost(long weight);

    /// <summary>
    /// The samples of one drain are all delivered, some 100 ms worth: whatever was remembered of code that may be freed is
    /// now as old as it may get.
    /// </summary>
    void OnDrained()
    {
    }
}
