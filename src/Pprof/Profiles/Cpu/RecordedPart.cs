using System.Diagnostics;
using Pprof.Aggregation;
using Pprof.Format;
using Pprof.Labels;
using Pprof.Profiles.Naming;
using Pprof.Sampling;
using Pprof.Symbolization.Native;
using Pprof.Unwinding;

namespace Pprof.Profiles.Cpu;

/// <summary>
/// What one recording counts from one moment to another. <c>pprof stack walker</c>, until it has ended; then whoever
/// ended it.
/// </summary>
internal sealed class RecordedPart
{
    private static readonly SampleType s_samples = new("samples", "count");
    private static readonly SampleType s_cpu = new("cpu", "nanoseconds");
    private readonly ProfilingParts _parts = ProfilingParts.OfCpu;
    private readonly SampleMarks _marks = new();
    private readonly MappingTable _mappings;
    private readonly SampleCounter _counter;
    private SamplerAccount _begin;
    private readonly TimeSpan? _windows;
    private long _walkerBegin;

    /// <param name="period">Nanoseconds of CPU time that a sample stands for.</param>
    /// <param name="windows">Length of the windows of time; null for none.</param>
    public RecordedPart(long period, TimeSpan? windows)
    {
        Period = period;
        _windows = windows;
        _mappings = new MappingTable(_parts.Images);
        _counter = new SampleCounter(_parts.Symbols, _mappings.IdOf)
        {
            Labels = new LabelTable { Marks = _marks.All, Windows = windows is { } width ? new WindowLabels(width) : null },
        };
    }

    public long Period { get; }

    /// <summary>What the sampler did meanwhile. After the end, as all below.</summary>
    public SamplerAccount Account { get; private set; }

    /// <summary>CPU time of the walker meanwhile, for all recordings, in nanoseconds.</summary>
    public long WalkerNanoseconds { get; private set; }

    /// <summary>Samples counted.</summary>
    public long Samples { get; private set; }

    /// <summary>Periods they stand for.</summary>
    public long KeptWeight { get; private set; }

    /// <summary>Periods of CPU time without a sample that could be kept.</summary>
    public long LostWeight { get; private set; }

    /// <summary>Periods whose leaf is the runtime's code, with a name.</summary>
    public long NamedWeight { get; private set; }

    /// <summary>The same, without.</summary>
    public long NamelessWeight { get; private set; }

    /// <summary>How the walks ended.</summary>
    public WalkTally Tally { get; } = new();

    /// <summary>Null when stacks are physical.</summary>
    public LogicalTally? Logical { get; init; }

    /// <summary>Why they are though logical ones were asked for.</summary>
    public string? WhyPhysical { get; init; }

    /// <summary>Distinct label sets.</summary>
    public int LabelSets => _counter.Labels.Count - 1;

    /// <summary>Periods of samples whose labels found no room.</summary>
    public long UnlabeledWeight { get; private set; }

    /// <summary>CPU time in nanoseconds of samples whose labels were forgotten, of all recordings.</summary>
    public long ForgottenLabels { get; set; }

    public void Begin(in SamplerAccount account, long walkerNanoseconds) => (_begin, _walkerBegin) = (account, walkerNanoseconds);

    public void End(in SamplerAccount account, long walkerNanoseconds)
    {
        Account = account.Since(_begin);
        WalkerNanoseconds = walkerNanoseconds - _walkerBegin;
    }

    public void Count(in WalkedSample sample, string? thread, long weight)
    {
        Samples++;
        KeptWeight += weight;
        NamedWeight += sample.Meaning.IsNamed ? weight : 0;
        NamelessWeight += sample.Meaning.IsNameless ? weight : 0;
        Tally.Add(sample.End);
        UnlabeledWeight += _counter.Labels.TryAdd(sample.Labels, out int labelSet) ? 0 : weight;
        int marked = _marks.Mark(labelSet, sample.Meaning.Runtime, thread);
        bool isLogical = Logical is not null && sample.Resumed is not null;
        Logical?.Add(sample.Resumed);
        _counter.Add(isLogical ? sample.Logical : sample.Stack, _counter.InWindow(marked, WindowOf(sample.Taken)), weight);
    }

    // Of a drain that began before the recording did, the middle may lie before it.
    private int WindowOf(long taken) =>
        _windows is { } width ? (int)(Stopwatch.GetElapsedTime(_begin.Timestamp, Math.Max(taken, _begin.Timestamp)) / width) : 0;

    public void EndBatch(long lostWeight)
    {
        if (lostWeight > 0)
        {
            LostWeight += lostWeight;
            _counter.Add(StackMarker.Lost, lostWeight);
        }

        // Code that these samples met may be freed before the next ones.
        _counter.Locations.ForgetTransient();
    }

    /// <summary>Throws what the stream throws.</summary>
    public void WriteTo(Stream stream) => new ProfileContent
    {
        Counter = _counter,
        Mappings = _mappings.Mappings,
        Types = [s_samples, s_cpu],
        Scales = [1, Period],
        PeriodType = s_cpu,
        Period = Period,

        // Of the sampling alone: starting and ending take time and CPU time as well, the first of a process a third of
        // a second.
        StartTime = Account.Time,
        Duration = Account.Duration,
        DocumentationPage = "cpu-profile.md",
        Comments = new TimerComments(this, _parts) { Windows = _counter.Labels.Windows }.All,
    }.WriteTo(stream);
}
