namespace Pprof.EventPipe.Hub;

/// <summary>One thread's events of a session and of its successor, put together by time: see <see cref="SessionOverlap"/>. Decoding threads, one after the other.</summary>
internal sealed class ThreadOverlap
{
    /// <summary>Says that a content was there on one side only: for sure, but for losses. Of nearness alone one event in some hundred may mislead.</summary>
    private const int Certain = 100;

    private readonly List<(ulong Time, int Content)> _old = [];
    private (ulong Time, int Content) _new;
    private bool _hasNew;
    private bool _hasForgotten;
    private int _passed;
    private int _passedBefore;
    private int _taken = -1;

    /// <summary>The old session's last event, remembered one by one or not.</summary>
    public (ulong Time, int Content) Last { get; private set; }

    /// <summary>An event of the old session; false when there was no room for it but as the last one.</summary>
    /// <param name="one">Its time and content.</param>
    /// <param name="begin">Of what is older than this, the last one is enough: no event after it has a copy if that one has none.</param>
    /// <param name="hasRoom">Whether one more may be kept.</param>
    public bool Remember((ulong Time, int Content) one, ulong begin, bool hasRoom)
    {
        Last = one;
        if (one.Time < begin && _old.Count > 0)
        {
            _old[^1] = one;
            return false;
        }

        _hasForgotten |= !hasRoom;
        if (hasRoom)
        {
            _old.Add(one);
        }

        return hasRoom;
    }

    /// <summary>Goes on to the next event of the new session.</summary>
    /// <returns>
    /// What the old event between the last one and this says about the order: above zero when it belongs to this one, so that the old session is
    /// written first, below when to the last one, and zero when it says nothing.
    /// </returns>
    public int Advance(ulong time, int content)
    {
        _passedBefore = _passed;
        while (_passed < _old.Count && _old[_passed].Time <= time)
        {
            _passed++;
        }

        int vote = _hasNew && IsOneBetween() ? Vote(_old[_passedBefore], _new, (time, content)) : 0;
        (_new, _hasNew) = ((time, content), true);
        return vote;
    }

    /// <summary>Whether the event gone on to, which is older than the <see cref="Last"/>, has a neighbour with its content.</summary>
    public bool HasNeighbourLikeIt()
    {
        if (_passed == _old.Count)
        {
            return true;
        }

        bool isBefore = _passed > _passedBefore && _old[_passed - 1].Content == _new.Content;
        bool isBehind = !isBefore && _taken != _passed && _old[_passed].Content == _new.Content;
        _taken = isBehind ? _passed : _taken;
        return isBefore || isBehind;
    }

    private bool IsOneBetween() => _passed == _passedBefore + 1 && !(_hasForgotten && _passed == _old.Count);

    private static int Vote((ulong Time, int Content) old, (ulong Time, int Content) before, (ulong Time, int Content) behind) =>
        (before.Content == old.Content, behind.Content == old.Content) switch
        {
            (true, true) => Math.Sign((long)(old.Time - before.Time) - (long)(behind.Time - old.Time)),
            (true, false) => -Certain,
            (false, true) => Certain,
            _ => 0,
        };
}
