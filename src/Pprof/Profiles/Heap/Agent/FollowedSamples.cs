using Pprof.Sampling;

namespace Pprof.Profiles.Heap;

/// <summary>The weak handle of each sample that is followed, at its number. One thread at a time; allocates when there are more samples than ever before.</summary>
internal sealed class FollowedSamples(HeapAgent agent)
{
    private nint[] _handles = [];
    private int _end;

    /// <param name="number">The sink's; not followed now.</param>
    /// <param name="handle">Belongs to this object from now on.</param>
    public void Add(int number, nint handle)
    {
        if (number >= _handles.Length)
        {
            Array.Resize(ref _handles, Math.Max(number + 1, Math.Max(1024, _handles.Length * 2)));
        }

        _handles[number] = handle;
        _end = Math.Max(_end, number + 1);
    }

    /// <summary>Tells of every sample whose object is gone.</summary>
    public void Sweep(IHeapSink sink)
    {
        for (int number = 0; number < _end; number++)
        {
            if (_handles[number] is var handle and not 0 && WeakHandle.IsDead(handle))
            {
                _handles[number] = 0;
                agent.Free(handle);
                sink.OnDeath(number);
            }
        }

        while (_end > 0 && _handles[_end - 1] == 0)
        {
            _end--;
        }
    }

    /// <summary>Says of every sample that nothing is known of it any more.</summary>
    public void Lose(IHeapSink sink)
    {
        for (int number = 0; number < _end; number++)
        {
            if (_handles[number] is var handle and not 0)
            {
                _handles[number] = 0;
                agent.Free(handle);
                sink.OnUnknown(number);
            }
        }
    }

    /// <summary>Follows nothing any more and tells nobody.</summary>
    public void Clear()
    {
        foreach (nint handle in _handles.AsSpan(0, _end))
        {
            if (handle != 0)
            {
                agent.Free(handle);
            }
        }

        (_handles, _end) = ([], 0);
    }
}
