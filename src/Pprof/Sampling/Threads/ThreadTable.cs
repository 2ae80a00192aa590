using System.Numerics;
using Pprof.Interop;

namespace Pprof.Sampling;

/// <summary>
/// The threads of the process, each with its timer. Runs on the sampler's thread; allocates for each new thread, and not
/// otherwise. Threads that ended stay as departed until their last samples are read.
/// </summary>
internal sealed unsafe class ThreadTable : IDisposable
{
    // The runtime knows a thread some time after the kernel does, and never knows most native ones: the search is repeated
    // at doubling distances, the last time after 256 calls.
    private const int LastSearch = 256;

    // Threads that the runtime may have to stop at the same instant, each by one queued signal, and something for the user's
    // other processes.
    private const int SignalsLeftToOthers = 256;

    private readonly SharedWords* _shared;
    private readonly long _period;
    private readonly FrameChains _frameChains;
    private readonly Dictionary<int, SampledThread> _living = [];
    private readonly List<SampledThread> _departed = [];
    private readonly List<TaskEntry> _tasks = [];
    private readonly TaskDirectory _directory = new();
    private readonly StackBounds _bounds = new();
    private readonly ThreadChurn _churn;
    private ulong _scan;
    private bool _noMoreTimers;

    public ThreadTable(SharedWords* shared, long period, FrameChains frameChains)
    {
        _shared = shared;
        _period = period;
        _frameChains = frameChains;
        _churn = new ThreadChurn(_directory);
    }

    public Dictionary<int, SampledThread>.ValueCollection Living => _living.Values;

    public List<SampledThread> Departed => _departed;

    /// <summary>Threads found since the start, and those of them that could get no timer.</summary>
    public int Found { get; private set; }

    public int Refused { get; private set; }

    /// <summary>The errno of the last refusal.</summary>
    public int RefusedError { get; private set; }

    /// <summary>Looks whether threads came or went, and if so at which. True when there were new ones.</summary>
    public bool Scan()
    {
        bool found = _churn.HasHappened() && _directory.TryRead(_tasks) && Update(++_scan);
        FindStacks();
        return found;
    }

    public void FindFrameChains()
    {
        foreach (SampledThread thread in _living.Values)
        {
            if (!thread.HasFrameChain && ++thread.Searches <= LastSearch && BitOperations.IsPow2(thread.Searches))
            {
                SetFrameChain(thread);
            }
        }
    }

    /// <summary>Ends the sampling of all threads; their last samples can still be read.</summary>
    public void DisarmAll()
    {
        foreach (SampledThread thread in _living.Values)
        {
            Depart(thread);
        }

        _living.Clear();
    }

    public void ReleaseDeparted()
    {
        foreach (SampledThread thread in _departed)
        {
            thread.Release();
        }

        _departed.Clear();
    }

    public void Dispose()
    {
        DisarmAll();
        ReleaseDeparted();
        _churn.Dispose();
        _bounds.Dispose();
        _directory.Dispose();
    }

    // A thread may be found before it has run its first instruction, and then nothing tells yet where its stack is. Asked at
    // doubling distances, for a thread that libc did not start never tells.
    private void FindStacks()
    {
        _bounds.Forget();
        foreach (SampledThread thread in _living.Values)
        {
            if (!thread.HasBounds && thread.Block != null && BitOperations.IsPow2(++thread.StackSearches))
            {
                thread.HasBounds = _bounds.TrySet(thread.Block, thread.Task.Id);
            }
        }
    }

    private bool Update(ulong scan)
    {
        int found = Found;
        foreach (TaskEntry task in _tasks)
        {
            if (!_living.TryGetValue(task.Id, out SampledThread? thread) || thread.Task != task)
            {
                Replace(thread, thread = new SampledThread(task));
            }

            thread.LastScan = scan;
        }

        RemoveUnseen(scan);
        return Found != found;
    }

    private void Replace(SampledThread? old, SampledThread thread)
    {
        if (old is not null)
        {
            Depart(old);
        }

        Arm(thread);
        SetFrameChain(thread);
        _living[thread.Task.Id] = thread;
        Found++;
        if (thread.IsRefused)
        {
            Refused++;
            RefusedError = thread.Error;
        }
    }

    // Without a timer a thread has no need of a buffer either.
    private void Arm(SampledThread thread)
    {
        if (_noMoreTimers)
        {
            thread.GiveUpTimer();
            return;
        }

        thread.Arm(_shared, _period, isYoung: _scan > 1);
        if (thread.Error == Libc.EAGAIN)
        {
            LeaveSignalsToOthers();
        }
    }

    // The limit of pending signals is reached. The runtime needs them too: it stops threads for the garbage collector with a
    // queued signal, and while it gets none, each collection waits for hundreds of milliseconds on a thread in a loop.
    private void LeaveSignalsToOthers()
    {
        _noMoreTimers = true;
        foreach (SampledThread thread in _living.Values.Where(thread => thread.Timer.Exists).Take(SignalsLeftToOthers))
        {
            thread.GiveUpTimer();
            Refused++;
        }
    }

    // A dictionary may lose entries while it is enumerated, though not gain any.
    private void RemoveUnseen(ulong scan)
    {
        foreach (SampledThread thread in _living.Values)
        {
            if (thread.LastScan != scan)
            {
                _living.Remove(thread.Task.Id);
                Depart(thread);
            }
        }
    }

    private void Depart(SampledThread thread)
    {
        thread.Disarm();
        _departed.Add(thread);
    }

    private void SetFrameChain(SampledThread thread)
    {
        if (thread.Block != null)
        {
            _frameChains.TrySet(thread.Block, thread.Task.Id);
        }
    }
}
