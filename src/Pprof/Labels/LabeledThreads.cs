namespace Pprof.Labels;

/// <summary>
/// All threads that have had labels, and the pointers that samplers want to be led to their cells. Both sides come here under
/// one lock, so whichever is first, the pointer is set before the second has left.
/// </summary>
internal sealed unsafe class LabeledThreads
{
    private const int FirstSweep = 64;

    private readonly Lock _gate = new();
    private readonly Dictionary<int, ThreadLabels> _threads = [];
    private readonly Dictionary<int, nint> _pointers = [];
    private readonly LabelCellPool _cells = new();
    private int _nextSweep = FirstSweep;

    /// <summary>Threads that are known, living and ended.</summary>
    public int Count => _threads.Count;

    /// <param name="create">From a cell to the labels of the calling thread.</param>
    public ThreadLabels Add(Func<nint, ThreadLabels> create)
    {
        lock (_gate)
        {
            SweepWhenGrown();
            ThreadLabels thread = create((nint)_cells.Take());
            if (_threads.Remove(thread.OsThreadId, out ThreadLabels? ended))
            {
                _cells.Return(ended.Cell);
            }

            _threads.Add(thread.OsThreadId, thread);
            if (_pointers.TryGetValue(thread.OsThreadId, out nint pointer))
            {
                ((LabelPointer*)pointer)->Set(thread.Cell);
            }

            return thread;
        }
    }

    /// <summary>Null for a thread that has ended, also when another has its id.</summary>
    public ThreadLabels? Find(int osThreadId)
    {
        lock (_gate)
        {
            return FindUnderGate(osThreadId);
        }
    }

    public void Watch(int osThreadId, LabelPointer* pointer)
    {
        lock (_gate)
        {
            _pointers[osThreadId] = (nint)pointer;
            if (FindUnderGate(osThreadId) is { } thread)
            {
                pointer->Set(thread.Cell);
            }
        }
    }

    // A thread's successor of the same id may be watched before the thread itself no longer is.
    public void Unwatch(int osThreadId, LabelPointer* pointer)
    {
        lock (_gate)
        {
            if (_pointers.TryGetValue(osThreadId, out nint watched) && watched == (nint)pointer)
            {
                _pointers.Remove(osThreadId);
            }
        }
    }

    public void NoteAll(Action<LabelScope> note)
    {
        lock (_gate)
        {
            foreach (ThreadLabels thread in _threads.Values)
            {
                if (thread.Scope is { } scope && thread.IsAlive)
                {
                    note(scope);
                }
            }
        }
    }

    /// <summary>Living and ended ones.</summary>
    public void ForEach(Action<ThreadLabels> action)
    {
        lock (_gate)
        {
            foreach (ThreadLabels thread in _threads.Values)
            {
                action(thread);
            }
        }
    }

    private ThreadLabels? FindUnderGate(int osThreadId) =>
        _threads.TryGetValue(osThreadId, out ThreadLabels? thread) && thread.IsAlive ? thread : null;

    // Doubling distances: what is swept is at least half of what is looked at in the long run, or there is little to look at.
    private void SweepWhenGrown()
    {
        if (_threads.Count < _nextSweep)
        {
            return;
        }

        foreach (ThreadLabels thread in _threads.Values)
        {
            if (!thread.IsAlive)
            {
                _threads.Remove(thread.OsThreadId);
                _cells.Return(thread.Cell);
            }
        }

        _nextSweep = Math.Max(FirstSweep, 2 * _threads.Count);
    }
}
