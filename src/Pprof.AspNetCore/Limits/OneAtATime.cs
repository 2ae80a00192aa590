namespace Pprof.AspNetCore.Limits;

/// <summary>Work of which only one request does any. Who comes second hears at once, and keeps no thread waiting.</summary>
internal sealed class OneAtATime
{
    private int _isBusy;

    /// <summary>Null while another does it; else dispose when done.</summary>
    public IDisposable? Enter() => Interlocked.Exchange(ref _isBusy, 1) == 0 ? new Leave(() => Volatile.Write(ref _isBusy, 0)) : null;
}
