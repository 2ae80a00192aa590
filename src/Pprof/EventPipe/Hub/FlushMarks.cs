using System.Diagnostics;

namespace Pprof.EventPipe.Hub;

/// <summary>
/// Waits until what was raised before has been decoded. Any thread waits; <c>pprof event decoder</c> tells.
/// </summary>
/// <remarks>
/// Every tenth of a second the runtime writes what has been raised until then, one thread after the other, always going on with the thread that has
/// the oldest event, which it flags. So when a mark comes flagged, all older events of all threads have come. When the thread that raised it
/// had raised something else just before, the mark is not flagged; a second one, raised when the first has come, is written in a later turn, and the turn
/// of the first is then over. A mark may be dropped like any event, when the runtime's buffers are full just then; so it is raised again while it does not come.
/// </remarks>
/// <param name="raise">Raises the mark of a number. Any thread.</param>
/// <param name="again">How long to wait before it is raised again: some turns.</param>
internal sealed class FlushMarks(Action<long> raise, TimeSpan again)
{
    // Without event sources (a feature switch of the program) there are no marks: two turns and some time for decoding.
    private static readonly TimeSpan s_withoutMarks = TimeSpan.FromMilliseconds(300);
    private readonly object _gate = new();
    private readonly List<Mark> _awaited = [];
    private bool _hasEnded;

    public FlushMarks()
        : this(EventMarks.Log.Mark, TimeSpan.FromMilliseconds(500))
    {
    }

    private sealed class Mark
    {
        public long Number { get; set; }

        public bool HasCome { get; set; }

        public bool IsFlagged { get; set; }
    }

    /// <summary>False when it cannot be told that everything has come.</summary>
    public bool Wait(TimeSpan timeout)
    {
        long start = Stopwatch.GetTimestamp();
        Mark mark = new();
        bool isKnown = WaitForNew(mark, timeout);
        return isKnown && (mark.IsFlagged || WaitForNew(mark, timeout - Stopwatch.GetElapsedTime(start)));
    }

    /// <summary><c>pprof event decoder</c>.</summary>
    public void OnMark(long number, bool isFlagged)
    {
        lock (_gate)
        {
            foreach (Mark mark in _awaited)
            {
                if (mark.Number == number)
                {
                    (mark.HasCome, mark.IsFlagged) = (true, isFlagged);
                }
            }

            Monitor.PulseAll(_gate);
        }
    }

    /// <summary><c>pprof event decoder</c>: everything has come that will come.</summary>
    public void End()
    {
        lock (_gate)
        {
            _hasEnded = true;
            Monitor.PulseAll(_gate);
        }
    }

    private bool WaitForNew(Mark mark, TimeSpan timeout)
    {
        bool hasMarks = EventMarks.Log.IsEnabled();
        lock (_gate)
        {
            (mark.Number, mark.HasCome) = (EventMarks.NextNumber(), false);
            _awaited.Add(mark);
        }

        bool hasCome = RaiseUntilItComes(mark, hasMarks || timeout < s_withoutMarks ? timeout : s_withoutMarks);
        lock (_gate)
        {
            _awaited.Remove(mark);
        }

        return hasCome;
    }

    // Not under the gate: the thread that raises an event may wait for the runtime, and the decoding thread must go on.
    private bool RaiseUntilItComes(Mark mark, TimeSpan timeout)
    {
        long start = Stopwatch.GetTimestamp();
        for (TimeSpan left = timeout; left > TimeSpan.Zero; left = timeout - Stopwatch.GetElapsedTime(start))
        {
            raise(mark.Number);
            if (WaitFor(mark, left < again ? left : again))
            {
                return true;
            }
        }

        return false;
    }

    private bool WaitFor(Mark mark, TimeSpan timeout)
    {
        long start = Stopwatch.GetTimestamp();
        lock (_gate)
        {
            while (!mark.HasCome && !_hasEnded)
            {
                TimeSpan left = timeout - Stopwatch.GetElapsedTime(start);
                if (left <= TimeSpan.Zero)
                {
                    return false;
                }

                Monitor.Wait(_gate, left);
            }

            mark.IsFlagged |= _hasEnded;
            return true;
        }
    }
}
