namespace Pprof.AspNetCore.Limits;

/// <summary>Work that a number of requests may do at a time. Nobody waits.</summary>
internal sealed class AtMost(int count) : IDisposable
{
    private readonly SemaphoreSlim _free = new(count, count);

    /// <summary>Null when all places are taken; else dispose when done.</summary>
    public IDisposable? Enter() => _free.Wait(0) ? new Leave(() => _free.Release()) : null;

    public void Dispose() => _free.Dispose();
}
