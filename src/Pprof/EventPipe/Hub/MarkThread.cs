using Pprof.Threads;

namespace Pprof.EventPipe.Hub;

/// <summary>
/// Raises marks on a thread that raises next to nothing else, so that its marks come flagged: see <see cref="FlushMarks"/>. Any thread asks;
/// <c>pprof event marks</c> raises.
/// </summary>
internal sealed class MarkThread
{
    private readonly object _gate = new();
    private readonly Action _raise;
    private readonly LibraryThread _thread;
    private bool _isWanted;
    private bool _hasEnded;

    public MarkThread(Action raise)
    {
        _raise = raise;
        _thread = new LibraryThread("pprof event marks", Run);
        _thread.Start();
    }

    /// <summary>Does not wait for it. Of several that were asked for meanwhile one is raised.</summary>
    public void Raise()
    {
        lock (_gate)
        {
            _isWanted = true;
            Monitor.Pulse(_gate);
        }
    }

    public void End()
    {
        lock (_gate)
        {
            _hasEnded = true;
            Monitor.Pulse(_gate);
        }
    }

    private void Run()
    {
        while (WaitUntilWanted())
        {
            _raise();
        }
    }

    private bool WaitUntilWanted()
    {
        lock (_gate)
        {
            while (!_isWanted && !_hasEnded)
            {
                Monitor.Wait(_gate);
            }

            _isWanted = false;
            return !_hasEnded;
        }
    }
}
