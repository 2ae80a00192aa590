namespace Pprof.Format;

/// <summary>The ids of one table. Ids given out in sequence from 1, as writers usually do, take no memory.</summary>
internal sealed class IdSet
{
    private readonly HashSet<ulong> _others = [];
    private ulong _lastInSequence;

    /// <returns>False when the id is there already.</returns>
    public bool Add(ulong id)
    {
        if (id == _lastInSequence + 1 && !_others.Contains(id))
        {
            _lastInSequence = id;
            return true;
        }

        return !Contains(id) && _others.Add(id);
    }

    public bool Contains(ulong id) => id - 1 < _lastInSequence || _others.Contains(id);
}
