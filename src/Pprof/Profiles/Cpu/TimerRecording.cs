using Pprof.Aggregation;
using Pprof.Format;
using Pprof.Profiles.Naming;
using Pprof.Runtime;
using Pprof.Sampling;
using Pprof.Symbolization.Native;

namespace Pprof.Profiles.Cpu;

/// <summary>A CPU profile taken by timers on the CPU clocks of the threads.</summary>
internal sealed class TimerRecording : ICpuRecording, ISampleSink
{
    private static readonly SampleType s_samples = new("samples", "count");
    private static readonly SampleType s_cpu = new("cpu", "nanoseconds");
    private readonly ProfilingParts _parts = ProfilingParts.OfCpu;
    private readonly SampleQueue _queue = new();
    private readonly MappingTable _mappings;
    private readonly SampleCounter _counter;
    private readonly StackWalker _walker;
    private readonly SampleLabels _labels;
    private readonly SampleWork _work;
    private readonly Stream _stream;
    private readonly CpuSampler _sampler;
    private readonly DrainWindows? _drains;
    private volatile bool _isStopping;

    public TimerRecording(Stream stream, CpuProfileOptions options)
    {
        _stream = stream;
        _mappings = new MappingTable(_parts.Images);
        SampleMarks marks = new();
        WindowLabels? windows = options.TimeWindows is { } width ? new WindowLabels(width) : null;
        _counter = new SampleCounter(_parts.Symbols, _mappings.IdOf) { Labels = new LabelTable { Marks = marks.All, Windows = windows } };
        _work = new SampleWork(_parts.Work, _parts.Symbols, marks, options.ThreadLabels);
        _walker = new StackWalker(_queue, _parts.Unwinder, _counter, _work);
        _labels = new SampleLabels(_counter.Labels);
        _drains = options.TimeWindows is { } step ? new DrainWindows(step) : null;
        try
        {
            _sampler = RuntimeDescription.Current.Threads.Value is { } threads
                ? CpuSampler.Start(options.Frequency, this, threads.FindFrameChainAddress, threads.Layout)
                : CpuSampler.Start(options.Frequency, this);
        }
        catch
        {
            FinishWalking();
            throw;
        }
    }

    /// <summary>Sampler thread.</summary>
    public void OnSample(in RawStack stack, int threadId, long weight, long labels) =>
        _queue.Add(stack, threadId, weight, _labels.NumberOf(labels, weight));

    /// <summary>Sampler thread.</summary>
    public void OnLost(long weight) => _queue.AddLost(weight);

    /// <summary>Sampler thread.</summary>
    public void OnDrained()
    {
        _labels.OnDrained();
        _queue.Post(_drains?.Next() ?? 0);
        if (!_isStopping)
        {
            _walker.EnsureStarted();
        }
    }

    public void StopAndWrite()
    {
        _isStopping = true;
        try
        {
            _sampler.Stop();
        }
        finally
        {
            FinishWalking();
        }

        Content().WriteTo(_stream);
    }

    private void FinishWalking()
    {
        _labels.Stop();
        _queue.Complete();
        _walker.Finish();
    }

    private ProfileContent Content() => new()
    {
        Counter = _counter,
        Mappings = _mappings.Mappings,
        Types = [s_samples, s_cpu],
        Scales = [1, _sampler.PeriodNanoseconds],
        PeriodType = s_cpu,
        Period = _sampler.PeriodNanoseconds,

        // Of the sampling alone: starting and ending take time and CPU time as well, the first of a process a third of a second.
        StartTime = _sampler.Statistics.StartTime,
        Duration = _sampler.Statistics.Duration,
        Comments = new TimerComments(_sampler, _queue, _walker, _labels, _work, _parts) { Windows = _counter.Labels.Windows }.All,
    };
}
