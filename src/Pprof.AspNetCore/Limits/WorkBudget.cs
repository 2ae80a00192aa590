namespace Pprof.AspNetCore.Limits;

/// <summary>
/// Bounds what requests take in the long run, however often they are repeated and whatever they cost on this machine: an account into which a share of the time that passes is paid, and from
/// which the time is taken in which requests work. It may be overdrawn by what is under way, and nobody begins until that is paid back. Any thread; nobody waits.
/// </summary>
/// <param name="clock">What time it is.</param>
/// <param name="share">Seconds of work for each second that passes; infinite for no bound.</param>
/// <param name="processors">
/// However many work at once, a second takes no more than this from the account: a dozen requests that wait for the same collection are one collection.
/// </param>
internal sealed class WorkBudget(TimeProvider clock, double share, int processors)
{
    // Work in a row after a pause, in seconds: a person who looks at everything there is, or a dozen full collections of a large heap. Saved up in 50 seconds at a share of a fifth.
    private const double Most = 10;

    private readonly Lock _gate = new();
    private double _saved = Most;
    private int _working;
    private long _settledAt = clock.GetTimestamp();

    /// <summary>How long it takes until a request may begin; zero when it may now.</summary>
    public TimeSpan UntilNext()
    {
        lock (_gate)
        {
            Settle();
            return _saved > 0 ? TimeSpan.Zero : TimeSpan.FromSeconds(-_saved / share);
        }
    }

    /// <summary>A request works from now on, until <see cref="End"/>.</summary>
    public void Begin()
    {
        lock (_gate)
        {
            Settle();
            _working++;
        }
    }

    public void End()
    {
        lock (_gate)
        {
            Settle();
            _working--;
        }
    }

    /// <summary>For work that is only known when it is over.</summary>
    public void Take(TimeSpan work)
    {
        lock (_gate)
        {
            Settle();
            _saved -= work.TotalSeconds;
        }
    }

    private void Settle()
    {
        long now = clock.GetTimestamp();
        double passed = clock.GetElapsedTime(_settledAt, now).TotalSeconds;
        _saved = Math.Min(Most, _saved + (passed * share) - (passed * Math.Min(_working, processors)));
        _settledAt = now;
    }
}
