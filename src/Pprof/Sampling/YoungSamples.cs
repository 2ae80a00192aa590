namespace Pprof.Sampling;

/// <summary>
/// The samples of threads found while they started. Each is taken on a tick of the scheduler and stands for one tick. Together
/// they are paid the CPU time of the process that no other sample accounts for: what such threads used, also before they
/// were found and after their last tick, and what those used that ended before they were found. Sampler's thread only.
/// </summary>
/// <remarks>
/// A thread that lives 5 ms is found after 1 ms on average and meets its last tick 2 ms before its end: its own timer knows of
/// 2 ms at most. A timer on the clock of the process would miss nothing, but its signal cannot be kept to threads that run:
/// when the running thread has the signal blocked, because its own timer expired in the same tick, the kernel gives it
/// to any other thread and wakes that (<c>retarget_shared_pending</c>, <c>complete_signal</c>).
/// </remarks>
internal sealed unsafe class YoungSamples(SampleLedger ledger, long period)
{
    // A sample stands for at most this many ticks. When few threads of many are found the rest waits for more samples, and is
    // lost in the end, rather than making one stack look like all of it.
    private const long MostTicks = 16;

    private readonly List<SampledThread> _threads = [];
    private long _count;

    /// <summary>The samples stay in the thread's buffer until <see cref="Share"/>. Those that found no room are nothing but fewer to share.</summary>
    public void Take(SampledThread thread)
    {
        bool isGrown = thread.IsGrown;
        if (isGrown)
        {
            thread.Timer.Stop();
        }

        _ = thread.Reader.TakeLost();
        if (thread.Reader.TryTake(out RecordBuffer records))
        {
            _threads.Add(thread);
            _count += Count(records);
        }

        if (isGrown && !thread.Reader.IsWaiting)
        {
            thread.Grow(period);
        }
    }

    public void Share(long bytesKept)
    {
        long paid = Math.Clamp(ledger.Open, 0, MostPaid());
        long place = Random.Shared.NextInt64(Math.Max(_count, 1));
        foreach (SampledThread thread in _threads)
        {
            foreach (SampleRecord* record in thread.Reader.Taken)
            {
                Pay(record, thread, (place + paid) / _count);
                place = (place + paid) % _count;
            }

            thread.Reader.Release(bytesKept);
        }

        _threads.Clear();
        _count = 0;
    }

    // In whole periods, rounded at random: at a low rate a period is more than a few samples may stand for.
    private long MostPaid() => ((_count * MostTicks * TickDelay.Tick) + Random.Shared.NextInt64(period)) / period;

    private void Pay(SampleRecord* record, SampledThread thread, long weight)
    {
        if (weight > 0)
        {
            ledger.DeliverYoung(record, thread, weight);
        }
    }

    private static long Count(RecordBuffer records)
    {
        long count = 0;
        foreach (SampleRecord* _ in records)
        {
            count++;
        }

        return count;
    }
}
