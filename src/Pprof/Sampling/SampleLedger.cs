using System.Diagnostics;

namespace Pprof.Sampling;

/// <summary>
/// Delivers to the sink and keeps account: CPU time the kernel says the process has used, against CPU time delivered as
/// samples. Sampler's thread only.
/// </summary>
/// <remarks>
/// Threads' own timers miss what a thread runs before it is found, and what it runs after its last tick: CPU timers expire
/// on the scheduler's tick, so a thread that ends between two ticks takes up to a tick's length of CPU time with it, whatever
/// the timer. Both are a large part of a thread that lives a few milliseconds. The clock of the process misses nothing.
/// The difference is the open account; it is paid out over the samples of young threads. For a thread that was there at Start,
/// and for one that is young no more, the random phase of its timer makes both sides equal on average, so such threads do
/// not run up an account.
/// </remarks>
internal sealed class SampleLedger(ISampleSink sink, long period)
{
    private readonly long _start = CpuClock.Read(CpuClock.Process);
    private readonly long _startTimestamp = Stopwatch.GetTimestamp();
    private long _nowTimestamp = Stopwatch.GetTimestamp();
    private int _threads;

    public long Samples { get; private set; }

    public long OwnWeight { get; private set; }

    public long YoungWeight { get; private set; }

    public long LostWeight { get; private set; }

    /// <summary>When the account was opened.</summary>
    public DateTimeOffset StartTime { get; } = DateTimeOffset.UtcNow;

    /// <summary>The part of the lost weight that was used by threads of which there is no sample.</summary>
    public long UnseenWeight { get; private set; }

    /// <summary>What the process has used; 0 until the clock is read for the first time.</summary>
    public long ProcessNanoseconds { get; private set; }

    /// <summary>Wall-clock time in which that was used.</summary>
    public TimeSpan Duration => Stopwatch.GetElapsedTime(_startTimestamp, _nowTimestamp);

    /// <summary>Periods of CPU time that no delivery accounts for; negative when the timers' phases happen to be ahead.</summary>
    public long Open => (ProcessNanoseconds / period) - OwnWeight - YoungWeight - LostWeight;

    /// <summary>
    /// More is open than noise: a thread's timer is off by a phase that is uniform over one period, variance 1/12, so the
    /// account of n threads has a standard deviation of sqrt(n / 12) periods; two of them are let pass.
    /// </summary>
    public bool IsTimeMissing => Open > 1 + (2 * Math.Sqrt(_threads / 12.0));

    public void ReadClock()
    {
        ProcessNanoseconds = CpuClock.Read(CpuClock.Process) - _start;
        _nowTimestamp = Stopwatch.GetTimestamp();
    }

    public unsafe void DeliverOwn(SampleRecord* record, SampledThread thread)
    {
        _threads += thread.WasSampled ? 0 : 1;
        long weight = record->Weight + (thread.WasSampled ? 0L : thread.FirstWeight);
        thread.WasSampled = true;
        OwnWeight += weight;
        Deliver(record, thread.Task.Id, weight);
    }

    public unsafe void DeliverYoung(SampleRecord* record, SampledThread thread, long weight)
    {
        YoungWeight += weight;
        Deliver(record, thread.Task.Id, weight);
    }

    public void DeliverLost(long weight)
    {
        if (weight > 0)
        {
            LostWeight += weight;
            sink.OnLost(weight);
        }
    }

    /// <summary>Reports what is still open as lost.</summary>
    public void Close()
    {
        if (IsTimeMissing)
        {
            UnseenWeight += Open;
            DeliverLost(Open);
        }
    }

    public void EndDrain() => sink.OnDrained();

    private unsafe void Deliver(SampleRecord* record, int threadId, long weight)
    {
        Samples++;
        sink.OnSample(record->ToStack(), threadId, weight, record->Labels);
    }
}
