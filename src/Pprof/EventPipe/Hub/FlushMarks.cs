using System.Diagnostics;

namespace Pprof.EventPipe.Hub;

/// <summary>
/// Waits until what was raised before has been decoded. Any thread waits; <c>pprof event decoder</c> tells.
/// </summary>
/// <remarks>
/// Every tenth of a second the runtime writes what has been raised until then, one thread after the other, always going on with the thread that has
/// the oldest event, which it flags. So when a flagged event comes, all older events of all threads have come. A mark on the caller's thread shows
/// that the caller's own events were not dropped; it is not flagged when the caller has raised something else just before. So another one is raised on a
/// thread that does nothing else. Should none come flagged, a second mark is raised when the first has come: it is written in a later turn, and the turn
/// of the first is then over. A mark may be dropped like any event, when the runtime's buffers are full just then; so it is raised again while it does not come.
/// </remarks>
/// <param name="raise">Raises the mark of a number on the calling thread.</param>
/// <param name="again">How long to wait before it is raised again: some turns.</param>
/// <param name="raiseElsewhere">Raises any event on another thread, which raises nothing else. Does not wait.</param>
internal sealed class FlushMarks(Action<long> raise, TimeSpan again, Action? raiseElsewhere = null)
{
    /// <summary>A program raises fewer in one turn, unless it raises them by the ten thousand a second.</summary>
    public const int ManyEvents = 1000;

    // Without event sources (a feature switch of the program) there are no marks: two turns and some time for decoding.
    private static readonly TimeSpan s_withoutMarks = TimeSpan.FromMilliseconds(300);

    // The profiles of a process are written one after the other within it.
    private static readonly TimeSpan s_notAgain = TimeSpan.FromSeconds(5);
    private readonly object _gate = new();
    private readonly List<Mark> _awaited = [];
    private long _events;
    private ulong _older;
    private long? _failedAt;
    private bool _hasEnded;

    private sealed class Mark(ulong start)
    {
        /// <summary>What was raised before is waited for.</summary>
        public ulong Start => start;

        public long Number { get; set; }

        public bool HasCome { get; set; }

        /// <summary>A flagged event has come that was raised later.</summary>
        public bool IsOrdered { get; set; }

        /// <summary>It has come before, not flagged, and was raised once more.</summary>
        public bool IsSecond { get; set; }

        public bool IsEnough => HasCome || (IsSecond && IsOrdered);
    }

    /// <summary>Events decoded so far.</summary>
    public long Events => Volatile.Read(ref _events);

    /// <summary>What was raised before this time has been decoded.</summary>
    public ulong Older => Volatile.Read(ref _older);

    /// <summary>
    /// False when it cannot be told that everything has come. When that has just been found to take too long, nobody waits for it again for some
    /// seconds, or until it has come: several profiles written one after the other wait once.
    /// </summary>
    public bool Wait(FlushLimit limit)
    {
        Mark mark = new((ulong)Stopwatch.GetTimestamp());
        if (limit.Behind < limit.Silent && HasJustFailed())
        {
            // When it comes, it is known that all of before has.
            raiseElsewhere?.Invoke();
            return false;
        }

        long before = Events;
        bool isWhole = WaitForNew(mark, limit, before);
        if (isWhole && !mark.IsOrdered)
        {
            mark.IsSecond = true;
            isWhole = WaitForNew(mark, limit, before);
        }

        if (!isWhole)
        {
            Fail(before);
        }

        return isWhole;
    }

    /// <summary><c>pprof event decoder</c>, for each event.</summary>
    /// <param name="raisedAt">When.</param>
    /// <param name="isFlagged">Whatever was raised before has come.</param>
    public void OnEvent(ulong raisedAt, bool isFlagged)
    {
        Volatile.Write(ref _events, _events + 1);
        if (isFlagged && raisedAt > _older)
        {
            OnOlderHaveCome(raisedAt);
        }
    }

    /// <summary><c>pprof event decoder</c>, after <see cref="OnEvent"/> for the same event.</summary>
    public void OnMark(long number, bool isFlagged)
    {
        lock (_gate)
        {
            foreach (Mark mark in _awaited.Where(one => one.Number == number))
            {
                mark.HasCome = true;
                mark.IsOrdered |= isFlagged;
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

    private void OnOlderHaveCome(ulong time)
    {
        lock (_gate)
        {
            Volatile.Write(ref _older, time);
            _failedAt = _failedAt is { } failed && (ulong)failed > time ? failed : null;
            bool isNews = false;
            foreach (Mark mark in _awaited.Where(one => !one.IsOrdered && one.Start <= time))
            {
                mark.IsOrdered = isNews = true;
            }

            if (isNews)
            {
                Monitor.PulseAll(_gate);
            }
        }
    }

    private bool HasJustFailed()
    {
        lock (_gate)
        {
            return !_hasEnded && _failedAt is { } failed && Stopwatch.GetElapsedTime(failed) < s_notAgain;
        }
    }

    // Where nothing came at all, the next one waits as long.
    private void Fail(long before)
    {
        lock (_gate)
        {
            _failedAt = Events - before > ManyEvents ? Stopwatch.GetTimestamp() : null;
        }
    }

    private bool WaitForNew(Mark mark, FlushLimit limit, long before)
    {
        bool hasMarks = EventMarks.Log.IsEnabled() || limit.Silent < s_withoutMarks;
        lock (_gate)
        {
            (mark.Number, mark.HasCome) = (EventMarks.NextNumber(), false);
            _awaited.Add(mark);
        }

        bool hasCome = RaiseUntilItComes(mark, hasMarks ? limit : s_withoutMarks, before);
        lock (_gate)
        {
            _awaited.Remove(mark);
        }

        return hasCome;
    }

    // Not under the gate: the thread that raises an event may wait for the runtime, and the decoding thread must go on.
    private bool RaiseUntilItComes(Mark mark, FlushLimit limit, long before)
    {
        for (TimeSpan left = Left(mark, limit, before); left > TimeSpan.Zero; left = Left(mark, limit, before))
        {
            raise(mark.Number);
            raiseElsewhere?.Invoke();
            if (WaitFor(mark, left < again ? left : again))
            {
                return true;
            }
        }

        return false;
    }

    private TimeSpan Left(Mark mark, FlushLimit limit, long before) =>
        limit.Left(Stopwatch.GetElapsedTime((long)mark.Start), Events - before > ManyEvents);

    private bool WaitFor(Mark mark, TimeSpan timeout)
    {
        long start = Stopwatch.GetTimestamp();
        lock (_gate)
        {
            while (!mark.IsEnough && !_hasEnded)
            {
                TimeSpan left = timeout - Stopwatch.GetElapsedTime(start);
                if (left <= TimeSpan.Zero)
                {
                    return false;
                }

                Monitor.Wait(_gate, left);
            }

            mark.IsOrdered |= _hasEnded;
            return true;
        }
    }
}
