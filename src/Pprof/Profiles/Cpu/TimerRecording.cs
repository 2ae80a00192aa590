using Pprof.Runtime;
using Pprof.Sampling;

namespace Pprof.Profiles.Cpu;

/// <summary>A CPU profile taken by timers on the CPU clocks of the threads, which it shares with all others that are
/// taken meanwhile.</summary>
internal sealed class TimerRecording : ICpuRecording
{
    private const long NanosecondsPerSecond = 1_000_000_000;

    private readonly Thinning _samples;
    private readonly Thinning _losses;
    private readonly TimeSpan? _windows;
    private readonly SharedSampler _sampler;
    private string? _whyPhysical;

    public TimerRecording(CpuProfileOptions options)
    {
        Period = NanosecondsPerSecond / options.Frequency;
        LabelsThreads = options.ThreadLabels;
        _windows = options.TimeWindows;
        _samples = new Thinning(Period);
        _losses = new Thinning(Period);
        Awaits = options.Stacks == CpuProfileStacks.Logical ? FindAwaits() : null;
        _sampler = SharedSampler.Join(this);
    }

    /// <summary>Nanoseconds of CPU time that a sample stands for.</summary>
    public long Period { get; }

    public bool LabelsThreads { get; }

    /// <summary>To find who awaits; null when stacks are physical.</summary>
    public AwaitSource? Awaits { get; }

    /// <summary>What is being counted; null when nothing is. <c>pprof stack walker</c>.</summary>
    public RecordedPart? Part { get; set; }

    /// <summary>An empty one.</summary>
    public RecordedPart NewPart() => new(Period, _windows) { Logical = Awaits is null ? null : new LogicalTally(), WhyPhysical = _whyPhysical };

    /// <summary><c>pprof stack walker</c>.</summary>
    /// <param name="sample">What is known of it.</param>
    /// <param name="weight">In periods of the timers, which are <paramref name="samplePeriod"/> nanoseconds long.</param>
    /// <param name="samplePeriod">See there.</param>
    public void Count(in WalkedSample sample, long weight, long samplePeriod)
    {
        long kept = _samples.Keep(weight, samplePeriod);
        if (kept > 0)
        {
            Part!.Count(sample, LabelsThreads ? sample.Meaning.Thread : null, kept);
        }
    }

    /// <summary><c>pprof stack walker</c>.</summary>
    public void EndBatch(long lostWeight, long samplePeriod) =>
        Part!.EndBatch(lostWeight == 0 ? 0 : _losses.Keep(lostWeight, samplePeriod));

    public void StopAndWrite(Stream stream) => _sampler.Leave(this).WriteTo(stream);

    public void WritePart(Stream stream) => _sampler.Cut(this).WriteTo(stream);

    public void Abandon() => _sampler.Leave(this);

    private AwaitSource? FindAwaits()
    {
        RuntimePart<ThreadList> threads = RuntimeDescription.Current.Threads;
        _whyPhysical = threads.Reason;
        return threads.Value is { } list ? AwaitSource.TryGet(list.Layout, out _whyPhysical) : null;
    }
}
