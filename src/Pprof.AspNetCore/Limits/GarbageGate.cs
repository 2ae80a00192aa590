namespace Pprof.AspNetCore.Limits;

/// <summary>
/// Collects garbage for requests that ask for it: one collection at a time, and one for all who asked before it began. A hundred requests at once
/// cost two collections.
/// </summary>
internal sealed class GarbageGate(Action collect) : IDisposable
{
    private readonly SemaphoreSlim _turn = new(1, 1);

    // Collections begun. Written by whoever has the turn.
    private long _begun;

    public GarbageGate()
        : this(() => GC.Collect(GC.MaxGeneration, GCCollectionMode.Forced, blocking: true))
    {
    }

    /// <summary>Returns when a collection that began after this call has ended.</summary>
    public async Task CollectAsync(CancellationToken cancellationToken)
    {
        long before = Interlocked.Read(ref _begun);
        await _turn.WaitAsync(cancellationToken);
        try
        {
            if (Interlocked.Read(ref _begun) == before)
            {
                Interlocked.Increment(ref _begun);
                await Task.Run(collect, CancellationToken.None);
            }
        }
        finally
        {
            _turn.Release();
        }
    }

    public void Dispose() => _turn.Dispose();
}
