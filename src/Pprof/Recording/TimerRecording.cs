using System.Diagnostics;
using Pprof.Aggregation;
using Pprof.Sampling;
using Pprof.Symbolization.Native;
using Pprof.Unwinding;

namespace Pprof.Recording;

/// <summary>A CPU profile taken by timers on the CPU clocks of the threads.</summary>
internal sealed class TimerRecording : ICpuRecording, ISampleSink
{
    private readonly ProfilingParts _parts = ProfilingParts.Shared;
    private readonly CodeAddress[] _stack = new CodeAddress[SampleCounter.MaxDepth];
    private readonly MappingTable _mappings;
    private readonly SampleCounter _counter;
    private readonly Stream _stream;
    private readonly DateTimeOffset _startTime = DateTimeOffset.UtcNow;
    private readonly long _startTimestamp = Stopwatch.GetTimestamp();
    private readonly CpuSampler _sampler;

    public TimerRecording(Stream stream, int frequency)
    {
        _stream = stream;
        _mappings = new MappingTable(_parts.Images);
        _counter = new SampleCounter(_parts.Symbols, address => _mappings.Find(address).Id);
        _sampler = CpuSampler.Start(frequency, this, _parts.Threads is { } threads ? threads.FindFrameChainAddress : null);
    }

    /// <summary>Sampler thread.</summary>
    public void OnSample(in RawStack stack, int threadId, long weight, int labelSetId)
    {
        int depth = _parts.Unwinder.Unwind(stack, _stack, out _);
        _counter.Add(_stack.AsSpan(0, depth), labelSetId, weight);
    }

    /// <summary>Sampler thread.</summary>
    public void OnLost(long weight) => _counter.Add(StackMarker.Lost, weight);

    /// <summary>Sampler thread. Code that samples of this drain met may be freed before the next.</summary>
    public void OnDrained() => _counter.Locations.ForgetTransient();

    public void StopAndWrite()
    {
        _sampler.Stop();
        CpuProfileContent content = new()
        {
            Counter = _counter,
            Mappings = _mappings.Mappings,
            PeriodNanoseconds = _sampler.PeriodNanoseconds,
            StartTime = _startTime,
            Duration = Stopwatch.GetElapsedTime(_startTimestamp),
            Comments = TimerComments.Of(_sampler, _parts),
        };
        content.WriteTo(_stream);
    }
}
