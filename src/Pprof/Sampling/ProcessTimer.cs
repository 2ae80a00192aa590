namespace Pprof.Sampling;

/// <summary>
/// A timer on the CPU clock of the whole process. Its samples fall on whatever thread runs; those on threads that have
/// a timer of their own are passed over, the others share the CPU time that the ledger finds unaccounted for. Alone it would
/// not do: the processor whose tick notices the expiry first always wins, so the split between threads is skewed,
/// while the total is exact. Sampler's thread only.
/// </summary>
internal sealed unsafe class ProcessTimer : IDisposable
{
    // A sample stands for at most this many times what it stood for by itself. When few samples fall on the threads
    // concerned the rest waits for more of them, rather than making one stack look like all of it.
    private const long MostPerOwnWeight = 4;

    // One buffer pair in the process: its pages may stay.
    private const long BytesKept = (long)BufferPool.BufferBytes;

    private CpuTimer _timer = CpuTimer.None;
    private BlockReader _reader;

    public ProcessTimer(SharedWords* shared)
    {
        SampleBlock* block = CpuTimer.IsProcessTimerFair ? BlockPool.TryTake(shared) : null;
        if (block != null)
        {
            _reader = new BlockReader(block);
            _timer = CpuTimer.OfProcess(block, out _);
            Exists = _timer.Exists;
        }
    }

    /// <summary>False on kernels where it would wake the main thread, and where the kernel refused it.</summary>
    public bool Exists { get; }

    public void Arm(long period)
    {
        if (_timer.Exists)
        {
            _timer.Arm(period, default);
        }
    }

    public void Disarm()
    {
        _timer.Delete();
        _timer = CpuTimer.None;
        if (_reader.Block != null)
        {
            BlockPool.Close(_reader.Block);
        }
    }

    public void Drain(ThreadTable threads, SampleLedger ledger)
    {
        if (_reader.Block == null || !_reader.TryTake(out RecordBuffer records))
        {
            return;
        }

        try
        {
            Share(records, threads, ledger);
        }
        finally
        {
            _reader.Release(BytesKept);
        }
    }

    public void Dispose()
    {
        Disarm();
        if (_reader.Block != null)
        {
            BlockPool.Return(_reader.Block);
            _reader = default;
        }
    }

    // Whole periods only: each sample gets its part of the running total, rounded at the end of it, so the parts sum up.
    private static void Share(RecordBuffer records, ThreadTable threads, SampleLedger ledger)
    {
        long total = 0;
        foreach (SampleRecord* record in records)
        {
            total += IsCovered(record, threads) ? 0 : record->Weight;
        }

        long paid = Math.Clamp(ledger.Open, 0, total * MostPerOwnWeight);
        long before = 0;
        foreach (SampleRecord* record in records)
        {
            if (paid > 0 && !IsCovered(record, threads))
            {
                long after = before + record->Weight;
                Pay(record, (((2 * after * paid) + total) / (2 * total)) - (((2 * before * paid) + total) / (2 * total)), ledger);
                before = after;
            }
        }
    }

    private static void Pay(SampleRecord* record, long weight, SampleLedger ledger)
    {
        if (weight > 0)
        {
            ledger.DeliverProcess(record, weight);
        }
    }

    private static bool IsCovered(SampleRecord* record, ThreadTable threads)
    {
        foreach (SampledThread thread in threads.Living)
        {
            if (thread.Covers(record))
            {
                return true;
            }
        }

        foreach (SampledThread thread in threads.Departed)
        {
            if (thread.Covers(record))
            {
                return true;
            }
        }

        return false;
    }
}
