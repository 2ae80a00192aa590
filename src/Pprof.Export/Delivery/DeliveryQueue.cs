using Pprof.Export.Collecting;

namespace Pprof.Export.Delivery;

/// <summary>What waits for one target: bounded, the oldest is dropped. Any thread adds, one takes.</summary>
internal sealed class DeliveryQueue(string target, int mostProfiles, long mostBytes, ExportCounts counts) : IDisposable
{
    private readonly Lock _gate = new();
    private readonly Queue<ExportedProfile> _waiting = [];
    private readonly SemaphoreSlim _changed = new(0);
    private long _bytes;
    private bool _isComplete;

    public void Add(ExportedProfile profile)
    {
        lock (_gate)
        {
            _waiting.Enqueue(profile);
            _bytes += profile.File.Length;
            counts.AddWaiting(target, 1);
            while (_waiting.Count > 1 && (_waiting.Count > mostProfiles || _bytes > mostBytes))
            {
                _ = Remove();
                counts.AddDropped(target, 1);
            }
        }

        _changed.Release();
    }

    /// <summary>None comes any more.</summary>
    public void Complete()
    {
        lock (_gate)
        {
            _isComplete = true;
        }

        _changed.Release();
    }

    /// <summary>Waits for the next; null when there is none and none will be.</summary>
    public async Task<ExportedProfile?> TakeAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            lock (_gate)
            {
                if (_waiting.Count > 0)
                {
                    return Remove();
                }

                if (_isComplete)
                {
                    return null;
                }
            }

            await _changed.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>What is left is dropped.</summary>
    public void Clear()
    {
        lock (_gate)
        {
            counts.AddDropped(target, _waiting.Count);
            counts.AddWaiting(target, -_waiting.Count);
            _waiting.Clear();
            _bytes = 0;
        }
    }

    public void Dispose() => _changed.Dispose();

    private ExportedProfile Remove()
    {
        ExportedProfile profile = _waiting.Dequeue();
        _bytes -= profile.File.Length;
        counts.AddWaiting(target, -1);
        return profile;
    }
}
