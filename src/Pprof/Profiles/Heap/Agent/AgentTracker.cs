using System.Diagnostics;
using Pprof.EventPipe.Hub;
using Pprof.Sampling;
using Pprof.Threads;

namespace Pprof.Profiles.Heap;

/// <summary>
/// Follows sampled objects by the native agent's weak handles. The allocating thread writes its sample into memory; a thread here reads it, and
/// looks after each collection which objects are gone. The cost does not depend on the size of the heap.
/// </summary>
internal sealed class AgentTracker : IHeapTracker
{
    // The agent's buffer lasts for half a second at the highest rate.
    private static readonly TimeSpan s_turn = TimeSpan.FromMilliseconds(50);

    private readonly Func<(HeapAgent? Agent, string? Reason)> _start;

    private readonly Action<LibraryThread> _startThread = static thread => thread.Start();

    // Held for a turn; pulsed to stop the thread.
    private readonly object _turns = new();
    private volatile HeapAgent? _agent;
    private AgentFeed? _feed;
    private LibraryThread? _thread;
    private volatile HeapAgent? _first;
    private long _lostAtFirst;
    private bool _isStopping;
    private volatile string? _fault;

    public AgentTracker()
        : this(() => (HeapAgent.TryStart(out string? reason), reason))
    {
    }

    internal AgentTracker(string path)
        : this(() => (HeapAgent.TryStart(path, out string? reason), reason))
    {
    }

    /// <param name="startThread">Instead of the system's way, which may throw that there is no memory for one more.</param>
    internal AgentTracker(Action<LibraryThread> startThread)
        : this() => _startThread = startThread;

    private AgentTracker(Func<(HeapAgent? Agent, string? Reason)> start) => _start = start;

    public string Name => "agent";

    // The agent counts for the whole process and for good.
    public long Lost => _first is { } agent ? agent.Lost - _lostAtFirst : 0;

    public string? Fault => _fault;

    /// <summary>Weak handles there are now; 0 when it is stopped.</summary>
    internal long Handles => _first?.Handles ?? 0;

    public string? TryStart(IHeapSink sink)
    {
        (HeapAgent? agent, string? reason) = _start();
        if (agent is null)
        {
            return reason;
        }

        _feed = new AgentFeed(agent, sink);
        _agent = agent;
        if (_first is null)
        {
            _lostAtFirst = agent.Lost;
            _first = agent;
        }

        _fault = null;
        _isStopping = false;
        _thread = new LibraryThread("pprof heap", Run);
        return TryStartThread(_thread, agent);
    }

    private string? TryStartThread(LibraryThread thread, HeapAgent agent)
    {
        try
        {
            _startThread(thread);
            return null;
        }
        catch (Exception e) when (e is OutOfMemoryException or ThreadStartException)
        {
            End(agent, static _ => { });
            return $"the system gives the reader of samples no thread ({e.GetType().Name}); the process or its user has as many as it may have";
        }
    }

    public void Stop()
    {
        if (_agent is not { } agent)
        {
            return;
        }

        EndThread();
        End(agent, static feed => feed.Turn(mustSweep: true));
    }

    // Dry, also after a fault: what stays in the buffer would be taken for the next one's.
    private void End(HeapAgent agent, Action<AgentFeed> lastTurn)
    {
        string? goesOn = agent.Stop();
        lock (_turns)
        {
            Attempt(lastTurn);
            _feed!.Clear();
            _feed = null;
        }

        _fault ??= goesOn;
        _agent = null;
        agent.Release();
    }

    public bool Refresh(FlushLimit limit)
    {
        TimeSpan timeout = limit.Silent;
        long start = Stopwatch.GetTimestamp();
        ulong position = _agent?.Samples.Reserved ?? 0;
        do
        {
            if (TryRefresh(position, timeout - Stopwatch.GetElapsedTime(start)) is { } isWhole)
            {
                return isWhole;
            }

            // A thread is just writing its record, in front of others.
            Thread.Yield();
        }
        while (Stopwatch.GetElapsedTime(start) < timeout);
        return false;
    }

    // Null: not all that was there has been read.
    private bool? TryRefresh(ulong position, TimeSpan left)
    {
        if (!Monitor.TryEnter(_turns, left > TimeSpan.Zero ? left : TimeSpan.Zero))
        {
            return false;
        }

        try
        {
            Attempt(feed => feed.Turn(mustSweep: true));
            return _feed is null || _fault is not null ? false : _feed.HasReached(position) ? true : null;
        }
        finally
        {
            Monitor.Exit(_turns);
        }
    }

    private void EndThread()
    {
        lock (_turns)
        {
            _isStopping = true;
            Monitor.PulseAll(_turns);
        }

        _thread!.Join();
    }

    private void Run()
    {
        lock (_turns)
        {
            while (!_isStopping)
            {
                Attempt(feed => feed.Turn(mustSweep: false));
                Monitor.Wait(_turns, s_turn);
            }
        }
    }

    // An exception that leaves a thread of the library would end the program; a turn that failed once is not tried again.
    private void Attempt(Action<AgentFeed> turn)
    {
        try
        {
            if (_feed is { } feed && _fault is null)
            {
                turn(feed);
            }
        }
        catch (Exception e)
        {
            _fault = $"reading the native agent's samples failed ({e.GetType().Name}: {e.Message.TrimEnd('.')})";
            TellLoss();
        }
    }

    // The sink may be what has failed; then it is not told.
    private void TellLoss()
    {
        try
        {
            _feed!.Lose();
        }
        catch (Exception)
        {
            _feed!.Clear();
        }
    }
}
