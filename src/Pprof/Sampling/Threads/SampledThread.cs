using Pprof.Interop;
using Pprof.Labels;

namespace Pprof.Sampling;

/// <summary>One thread of the process during a session: its timer, its block, and when it was seen. Sampler's thread only.</summary>
/// <param name="task">Which.</param>
/// <param name="youth">Milliseconds after which a thread found while it started is grown.</param>
internal sealed unsafe class SampledThread(TaskEntry task, long youth = SampledThread.YouthMilliseconds)
{
    // What timer_create says of a thread that is no more; timer_settime says ESRCH.
    private const int HasEnded = Libc.EINVAL;

    private const long NanosecondsPerMillisecond = 1_000_000;

    // Ten ticks of the slowest usual kernel: what a timer misses of a longer life is a few hundredths of it.
    private const long YouthMilliseconds = 100;

    private readonly long _firstSeen = Environment.TickCount64;
    private BlockReader _reader;
    private long _clock;

    public TaskEntry Task => task;

    public CpuTimer Timer { get; private set; } = CpuTimer.None;

    /// <summary>Why there is no timer: an errno, or 0.</summary>
    public int Error { get; private set; }

    /// <summary>The thread lives and has no timer.</summary>
    public bool IsRefused => Error is not (0 or HasEnded or Libc.ESRCH);

    /// <summary>Found while it started, and not yet grown: see <see cref="YoungSamples"/>.</summary>
    public bool IsYoung { get; private set; }

    /// <summary>Old enough to stand on its own.</summary>
    public bool IsGrown => IsYoung && Timer.Exists && Environment.TickCount64 - _firstSeen >= youth;

    /// <summary>The last scan that saw it alive.</summary>
    public ulong LastScan { get; set; }

    public bool HasBounds { get; set; }

    public bool HasFrameChain => Block != null && Block->Thread != null;

    /// <summary>Periods to be added to its first sample, see <see cref="TickDelay"/>.</summary>
    public uint FirstWeight { get; private set; }

    public bool WasSampled { get; set; }

    /// <summary>How often its Frame chain was looked for.</summary>
    public int Searches { get; set; }

    /// <summary>How many scans have passed without knowledge of its stack.</summary>
    public uint StackSearches { get; set; }

    public ref BlockReader Reader => ref _reader;

    public SampleBlock* Block => _reader.Block;

    /// <summary>Starts the timer. Without memory, or when the kernel refuses, there is none: see <see cref="Error"/>. Young is a thread that was not there at Start.</summary>
    public void Arm(SharedWords* shared, long period, bool isYoung)
    {
        _clock = ReadClock();
        SampleBlock* block = BlockPool.TryTake(shared);
        if (block == null)
        {
            Error = Libc.ENOMEM;
            return;
        }

        _reader = new BlockReader(block);
        ThreadLabels.Watch(Task.Id, &block->Labels);
        Timer = CpuTimer.OfThread(Task.Id, block, out int error);
        IsYoung = isYoung;
        Keep(error != 0 ? error : isYoung ? Timer.ArmForTicks() : StartAccount(period, TickDelay.OfSleeper));
    }

    /// <summary>From here on the thread's samples stand for one period each. Its timer was stopped.</summary>
    public void Grow(long period)
    {
        IsYoung = false;
        long used = ReadClock() - _clock;
        bool isRunner = 2 * used > (Environment.TickCount64 - _firstSeen) * NanosecondsPerMillisecond;
        Keep(StartAccount(period, isRunner ? TickDelay.OfRunner : TickDelay.OfSleeper));
    }

    /// <summary>From here on there are no samples of this thread.</summary>
    public void GiveUpTimer()
    {
        _clock = ReadClock();
        Keep(Libc.EAGAIN);
    }

    /// <summary>Whole periods of CPU time that the thread used without a timer since the last call.</summary>
    public long TakeUntimed(long period)
    {
        long periods = IsRefused ? Math.Max((ReadClock() - _clock) / period, 0) : 0;
        _clock += periods * period;
        return periods;
    }

    /// <summary>No sample is recorded afterwards; those taken stay in the buffers until <see cref="Release"/>.</summary>
    public void Disarm()
    {
        Timer.Delete();
        Timer = CpuTimer.None;
        if (Block != null)
        {
            ThreadLabels.Unwatch(Task.Id, &Block->Labels);
            BlockPool.Close(Block);
        }
    }

    public void Release()
    {
        if (Block != null)
        {
            BlockPool.Return(Block);
            _reader = default;
        }
    }

    private long ReadClock() => CpuClock.Read(CpuClock.OfThread(Task.Id));

    private int StartAccount(long period, TickDelay delay)
    {
        FirstWeight = delay.FirstWeight(period);
        WasSampled = false;
        return Timer.Arm(period, delay);
    }

    // A timer that cannot be set is worth nothing and holds a place.
    private void Keep(int error)
    {
        Error = error;
        if (error != 0)
        {
            Timer.Delete();
            Timer = CpuTimer.None;
        }
    }
}
