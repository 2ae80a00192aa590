using Pprof.Runtime;

namespace Pprof.Sampling;

/// <summary>
/// One session: the threads, their timers and the account of CPU time. Begun by the caller of Start, continued
/// and finished by the sampler's thread alone. Allocates for new threads only; waits for nobody.
/// </summary>
internal sealed unsafe class SamplingSession : IDisposable
{
    private const long DrainMilliseconds = 100;

    // Pages that sample buffers may hold between two drains. Touching a page anew costs the sampled thread a fault, so with
    // few threads all of them stay; with 1,000 threads each of 2,000 buffers keeps 16 KiB.
    private const long PageBudget = 32 << 20;

    // Process-wide, as blocks are: signals under way may read it after the session has ended.
    private static readonly SharedWords* s_words = (SharedWords*)AnonymousMemory.Map(4096);

    private readonly ThreadTable _threads;
    private readonly SampleLedger _ledger;
    private readonly YoungSamples _young;
    private readonly ScanPace _pace = new();
    private readonly string? _stackShortcoming = StackBounds.WhyUnknown();
    private long _nextDrain;
    private long _scans;
    private long _ownNanoseconds;
    private long _untimed;
    private bool _isTimeMissing;

    public SamplingSession(long period, ISampleSink sink, Func<int, ulong>? findFrameChain, ThreadLayout layout)
    {
        // Not while the others change: a signal of the last session may be under way.
        Volatile.Write(ref *(nint*)&s_words->Awaits, 0);
        s_words->StateOffset = layout.StateOffset;
        s_words->ThreadBytes = layout.Bytes;
        s_words->HeadOffset = layout.HeadOffset;
        s_words->Suspender = layout.Suspender;
        s_words->ModeOffset = layout.ModeOffset ?? 0;
        Period = period;
        _threads = new ThreadTable(s_words, period, new FrameChains(findFrameChain));
        _ledger = new SampleLedger(sink, period);
        _young = new YoungSamples(_ledger, period);
    }

    /// <summary>From here on each sample looks for who awaits what runs; null not to. Of the session that is open.</summary>
    public static void LookFor(AwaitSource? awaits) => Volatile.Write(ref *(nint*)&s_words->Awaits, awaits is null ? 0 : (nint)awaits.Words);

    /// <summary>Nanoseconds of CPU time between two expiries of a timer.</summary>
    public long Period { get; }

    public SamplerStatistics Statistics => new()
    {
        Threads = _threads.Found - _threads.Refused,
        ThreadsWithoutTimer = _threads.Refused,
        RefusedError = _threads.RefusedError,
        StackShortcoming = _stackShortcoming,
        Samples = _ledger.Samples,
        OwnWeight = _ledger.OwnWeight,
        YoungWeight = _ledger.YoungWeight,
        LostWeight = _ledger.LostWeight,
        UntimedWeight = _untimed,
        UnseenWeight = _ledger.UnseenWeight,
        ProcessNanoseconds = _ledger.ProcessNanoseconds,
        StartTime = _ledger.StartTime,
        Duration = _ledger.Duration,
        SamplerNanoseconds = _ownNanoseconds,
        Scans = _scans,
    };

    /// <summary>Arms the timers of all threads there are. Throws when the kernel does not tell which those are.</summary>
    public void Begin()
    {
        _threads.Scan();
        if (_threads.Found == 0)
        {
            throw new PlatformNotSupportedException(
                "The threads of this process cannot be listed: /proc/self/task cannot be read. Mount /proc, or raise the limit of open files (ulimit -n).");
        }

        _nextDrain = Environment.TickCount64 + DrainMilliseconds;
    }

    /// <summary>Does what is due, and answers for how many milliseconds there is nothing to do.</summary>
    public int Continue()
    {
        long before = CpuClock.Read(CpuClock.CurrentThread);
        bool found = _threads.Scan();
        _scans++;
        int pause = _pace.Next(found || _isTimeMissing, CpuClock.Read(CpuClock.CurrentThread) - before);
        if (Environment.TickCount64 >= _nextDrain || Volatile.Read(ref s_words->Pressure) != 0)
        {
            Drain();
            _threads.FindFrameChains();
        }

        _ownNanoseconds = CpuClock.Read(CpuClock.CurrentThread);
        return pause;
    }

    /// <summary>Hands over all samples taken up to now, and what the clock says beyond them as lost. The sampling goes on.</summary>
    public void Cut()
    {
        _threads.Scan();
        Drain();
        _ledger.Close();
        _ownNanoseconds = CpuClock.Read(CpuClock.CurrentThread);
    }

    /// <summary>Ends the sampling and hands over what was taken. What the clock says beyond that is lost, and reported as such.</summary>
    public void Finish()
    {
        _threads.Scan();
        _threads.DisarmAll();
        Drain();
        _ledger.Close();
        _ownNanoseconds = CpuClock.Read(CpuClock.CurrentThread);
    }

    public void Dispose() => _threads.Dispose();

    private long BytesKept => PageBudget / (2 * (_threads.Living.Count + 1));

    // At even distances, however late the last drain was: what is told of time stands for equal spans of it.
    private void PlanDrain()
    {
        long now = Environment.TickCount64;
        while (_nextDrain <= now)
        {
            _nextDrain += DrainMilliseconds;
        }
    }

    private void Drain()
    {
        PlanDrain();
        s_words->Pressure = 0;
        _ledger.ReadClock();
        foreach (SampledThread thread in _threads.Living)
        {
            Drain(thread);
        }

        foreach (SampledThread thread in _threads.Departed)
        {
            Drain(thread);
        }

        _young.Share(BytesKept);
        _isTimeMissing = _ledger.IsTimeMissing;
        _threads.ReleaseDeparted();
        _ledger.EndDrain();
    }

    private void Drain(SampledThread thread)
    {
        LoseUntimed(thread.TakeUntimed(Period));
        if (thread.Block == null)
        {
            return;
        }

        if (thread.IsYoung)
        {
            _young.Take(thread);
            return;
        }

        DrainOwn(thread);
    }

    private void LoseUntimed(long weight)
    {
        _untimed += weight;
        _ledger.DeliverLost(weight);
    }

    private void DrainOwn(SampledThread thread)
    {
        ref BlockReader reader = ref thread.Reader;
        _ledger.DeliverLost(reader.TakeLost());
        if (!reader.TryTake(out RecordBuffer records))
        {
            return;
        }

        try
        {
            foreach (SampleRecord* record in records)
            {
                _ledger.DeliverOwn(record, thread);
            }
        }
        finally
        {
            reader.Release(BytesKept);
        }
    }
}
