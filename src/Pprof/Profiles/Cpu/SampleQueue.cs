using Pprof.Labels;
using Pprof.Sampling;

namespace Pprof.Profiles.Cpu;

/// <summary>
/// Between the sampler's thread, which must soon look for new threads again, and the walker's, which compiles code, opens
/// files and waits for the garbage collector. The sampler never waits here: what finds no room is counted as lost.
/// </summary>
/// <remarks>
/// The bound of 32 MB in flight is 4,000 samples of 8 KB: 8 seconds of two busy processors at 250 samples a second each,
/// which only a starved walker leaves lying that long.
/// </remarks>
internal sealed class SampleQueue(int maxBytes = 32 << 20)
{
    private readonly object _gate = new();
    private readonly Queue<SampleBatch> _full = [];
    private readonly Stack<SampleBatch> _empty = [];
    private SampleBatch _filling = new();
    private long _bytesInFlight;
    private bool _isComplete;

    /// <summary>What weights count from the next <see cref="Post()"/> on, in nanoseconds. <c>pprof cpu sampler</c>.</summary>
    public long Period { get; set; }

    /// <summary>When what is added was taken, by <see cref="System.Diagnostics.Stopwatch"/>. <c>pprof cpu sampler</c>.</summary>
    public long Taken { get; set; }

    /// <summary>Periods of CPU time of the samples that found no room. Exact after <see cref="Complete"/>.</summary>
    public long DroppedWeight { get; private set; }

    /// <summary><c>pprof cpu sampler</c>.</summary>
    public void Add(in RawStack stack, int threadId, long weight, LabelSet labels)
    {
        if (Interlocked.Read(ref _bytesInFlight) + _filling.Bytes > maxBytes)
        {
            _filling.LostWeight += weight;
            DroppedWeight += weight;
            return;
        }

        _filling.Add(stack, threadId, weight, labels);
    }

    /// <summary><c>pprof cpu sampler</c>.</summary>
    public void AddLost(long weight) => _filling.LostWeight += weight;

    /// <summary><c>pprof cpu sampler</c>: hands over what was added since the last time.</summary>
    public void Post()
    {
        if (!_filling.IsEmpty)
        {
            Post(order: null);
        }
    }

    /// <summary>The same with something to be done when it has been counted; also when nothing was added. <c>pprof cpu sampler</c>, or before there is one.</summary>
    public void Post(Action? order)
    {
        _filling.Order = order;
        _filling.Period = Period;
        _filling.Taken = Taken;
        Interlocked.Add(ref _bytesInFlight, _filling.Bytes);
        lock (_gate)
        {
            _full.Enqueue(_filling);
            _filling = _empty.TryPop(out SampleBatch? batch) ? batch : new SampleBatch();
            Monitor.Pulse(_gate);
        }
    }

    /// <summary>When the sampler has ended: nothing is added any more.</summary>
    public void Complete()
    {
        Post();
        lock (_gate)
        {
            _isComplete = true;
            Monitor.Pulse(_gate);
        }
    }

    /// <summary><c>pprof stack walker</c>: waits for the next batch; null when there will be none. It goes back by <see cref="Return"/>.</summary>
    public SampleBatch? Take()
    {
        lock (_gate)
        {
            while (_full.Count == 0 && !_isComplete)
            {
                Monitor.Wait(_gate);
            }

            return _full.TryDequeue(out SampleBatch? batch) ? batch : null;
        }
    }

    /// <summary><c>pprof stack walker</c>.</summary>
    public void Return(SampleBatch batch)
    {
        Interlocked.Add(ref _bytesInFlight, -batch.Bytes);
        batch.Clear();
        lock (_gate)
        {
            _empty.Push(batch);
        }
    }
}
