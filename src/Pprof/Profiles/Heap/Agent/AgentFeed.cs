using Pprof.Sampling;

namespace Pprof.Profiles.Heap;

/// <summary>Carries what the agent has recorded to the sink, and deaths. One thread at a time, which may be the writer of a profile.</summary>
internal sealed class AgentFeed(HeapAgent agent, IHeapSink sink)
{
    // Looking after very many live samples is paid for by a longer rest: 2 % of one processor at most, and deaths are told within two seconds.
    private const int RestToWork = 50;
    private static readonly TimeSpan s_longestRest = TimeSpan.FromSeconds(2);

    private readonly FollowedSamples _followed = new(agent);
    private readonly CollectionClock _collections = new(agent);
    private bool _hasMoved;
    private long _completed;
    private long _nextSweep;

    /// <summary>
    /// Everything recorded so far, and after collections the deaths. What collections have ended is read first: what was recorded before the collection is then read
    /// before its deaths are told, each with its own death if it has died.
    /// </summary>
    /// <param name="mustSweep">Look for deaths now, whatever it costs.</param>
    public void Turn(bool mustSweep)
    {
        _hasMoved |= _collections.HasMoved(out long start);
        _completed = Math.Max(_completed, start);
        ReadSamples();
        if (mustSweep || (_hasMoved && CollectionClock.Now() >= _nextSweep))
        {
            Sweep();
        }
    }

    /// <summary>Follows nothing any more, and says so of every sample.</summary>
    public void Lose() => _followed.Lose(sink);

    /// <summary>Frees every handle, of what is followed and of what nobody has read.</summary>
    public void Clear()
    {
        _followed.Clear();
        agent.Drain();
    }

    /// <summary>True when everything that had been recorded at a position of the buffer has been read.</summary>
    public bool HasReached(ulong position) => agent.Samples.Consumed >= position;

    private void Sweep()
    {
        long start = CollectionClock.Now();
        _followed.Sweep(sink);
        long end = CollectionClock.Now();
        _nextSweep = end + Math.Min((end - start) * RestToWork, (long)s_longestRest.TotalNanoseconds);
        _hasMoved = false;
        if (_completed != 0)
        {
            sink.OnCollection(_completed);
            _completed = 0;
        }
    }

    private void ReadSamples()
    {
        while (agent.Samples.TryRead(out AgentSample sample))
        {
            Follow(Report(sample), sample.Handle);
        }
    }

    private int Report(in AgentSample sample)
    {
        HeapAllocation allocation = new()
        {
            Stack = sample.Stack,
            TypeName = sample.TypeName,
            TypeHandle = sample.Type,
            Size = sample.Size,
            OsThreadId = sample.ThreadId,
            Timestamp = sample.Time,
        };
        try
        {
            return sink.OnAllocation(allocation);
        }
        catch (Exception) when (sample.Handle != 0)
        {
            agent.Free(sample.Handle);
            throw;
        }
    }

    private void Follow(int number, nint handle)
    {
        if (number == IHeapSink.NotFollowed)
        {
            if (handle != 0)
            {
                agent.Free(handle);
            }
        }
        else if (handle == 0)
        {
            sink.OnUnknown(number);
        }
        else if (WeakHandle.IsDead(handle))
        {
            agent.Free(handle);
            sink.OnDeath(number);
        }
        else
        {
            Add(number, handle);
        }
    }

    // There may be no memory for one more.
    private void Add(int number, nint handle)
    {
        try
        {
            _followed.Add(number, handle);
        }
        catch (Exception)
        {
            agent.Free(handle);
            sink.OnUnknown(number);
            throw;
        }
    }
}
