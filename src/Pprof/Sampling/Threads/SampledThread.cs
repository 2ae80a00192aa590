using Pprof.Interop;
using Pprof.Labels;

namespace Pprof.Sampling;

/// <summary>One thread of the process during a session: its timer, its block, and when it was seen. Sampler's thread only.</summary>
internal sealed unsafe class SampledThread(TaskEntry task)
{
    // Ten ticks of the usual kernel: what its timer misses of a longer life is a few hundredths of it.
    private const long ShortLife = 100;

    private readonly long _firstSeen = Environment.TickCount64;
    private BlockReader _reader;
    private long _lastSeen;
    private bool _wasArmed;
    private bool _isLiving = true;

    public TaskEntry Task => task;

    public CpuTimer Timer { get; private set; } = CpuTimer.None;

    /// <summary>Why there is no timer: an errno, or 0.</summary>
    public int Error { get; private set; }

    /// <summary>The scan that found it, and the last one that saw it alive.</summary>
    public ulong FirstScan { get; init; }

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

    private long Lived => _lastSeen - _firstSeen;

    public ref BlockReader Reader => ref _reader;

    public SampleBlock* Block => _reader.Block;

    /// <summary>
    /// True when a sample of the process-wide timer fell on this thread and on no other that has used its stack since, and
    /// its own timer was running: then its own timer speaks for it. A thread that ended soon after it was found does not
    /// cover its samples: what its timer missed, before it was found and after its last tick, is much of what it used.
    /// </summary>
    public bool Covers(SampleRecord* record) =>
        Block != null && record->StackAddress >= Block->StackLow && record->StackAddress < Block->StackHigh
        && _wasArmed && FirstScan <= record->Scan && (_isLiving || (record->Scan < LastScan && Lived >= ShortLife));

    /// <summary>Starts the timer; without memory or a timer the thread is left to the process-wide one.</summary>
    public void Arm(SharedWords* shared, long period, TickDelay delay)
    {
        SampleBlock* block = BlockPool.TryTake(shared);
        if (block == null)
        {
            Error = Libc.ENOMEM;
            return;
        }

        _reader = new BlockReader(block);
        ThreadLabels.Watch(Task.Id, &block->Labels);
        Timer = CpuTimer.OfThread(Task.Id, block, out int error);
        Error = error;
        if (error == 0)
        {
            Timer.Arm(period, delay);
            FirstWeight = delay.FirstWeight(period);
            _wasArmed = true;
        }
    }

    /// <summary>From here on the process-wide timer speaks for this thread.</summary>
    public void GiveUpTimer()
    {
        Timer.Delete();
        Timer = CpuTimer.None;
        Error = Libc.EAGAIN;
        _wasArmed = false;
    }

    /// <summary>No sample is recorded afterwards; those taken stay in the buffers until <see cref="Release"/>.</summary>
    public void Disarm()
    {
        _isLiving = false;
        _lastSeen = Environment.TickCount64;
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
}
