namespace Pprof.AspNetCore.Limits;

/// <summary>
/// Bounds what requests take in the long run, however often they are repeated and whatever they cost on this machine: an account into which a share of the time that passes is paid, and from
/// which the time of each request's work is taken. It may be overdrawn by what is under way, and nobody begins until that is paid back. Any thread; nobody waits.
/// </summary>
/// <param name="clock">What time it is.</param>
/// <param name="share">Seconds of work for each second that passes; infinite for no bound.</param>
internal sealed class WorkBudget(TimeProvider clock, double share)
{
    // Work in a row after a pause, in seconds: a person who looks at everything there is, or a dozen full collections of a large heap. Saved up in 50 seconds at a share of a fifth.
    private const double Most = 10;

    private readonly Lock _gate = new();
    private double _saved = Most;
    private long _paidAt = clock.GetTimestamp();

    /// <summary>How long it takes until a request may begin; zero when it may now.</summary>
    public TimeSpan UntilNext()
    {
        lock (_gate)
        {
            Pay();
            return _saved > 0 ? TimeSpan.Zero : TimeSpan.FromSeconds(-_saved / share);
        }
    }

    public void Take(TimeSpan work)
    {
        lock (_gate)
        {
            Pay();
            _saved -= work.TotalSeconds;
        }
    }

    private void Pay()
    {
        long now = clock.GetTimestamp();
        _saved = Math.Min(Most, _saved + (clock.GetElapsedTime(_paidAt, now).TotalSeconds * share));
        _paidAt = now;
    }
}
