namespace Pprof.AspNetCore.Triage;

/// <summary>
/// Two looks at the process, between which rates can be told: the last one that somebody has taken, when it is neither too fresh nor too old, else one of now
/// and one after a third of a second. Nothing runs in between. Any thread.
/// </summary>
internal sealed class ProcessLooks
{
    private static readonly TimeSpan s_least = TimeSpan.FromMilliseconds(300);
    private static readonly TimeSpan s_most = TimeSpan.FromSeconds(60);

    private readonly Lock _gate = new();
    private ProcessCounters? _first;
    private ProcessCounters? _last;

    /// <summary>The first look of all, to tell what grew; then two with some time between.</summary>
    public async Task<(ProcessCounters First, ProcessCounters Earlier, ProcessCounters Now)> TakeAsync(CancellationToken cancellationToken)
    {
        ProcessCounters earlier = EarlierOrNow();
        TimeSpan age = TimeProvider.System.GetElapsedTime(earlier.At);
        if (age < s_least)
        {
            await Task.Delay(s_least - age, cancellationToken);
        }

        lock (_gate)
        {
            _last = ProcessCounters.Read();
            return (_first!.Value, earlier, _last.Value);
        }
    }

    private ProcessCounters EarlierOrNow()
    {
        lock (_gate)
        {
            if (_last is not { } last || TimeProvider.System.GetElapsedTime(last.At) > s_most)
            {
                _last = ProcessCounters.Read();
            }

            _first ??= _last;
            return _last.Value;
        }
    }
}
