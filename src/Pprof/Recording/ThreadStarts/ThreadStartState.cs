using System.Globalization;

namespace Pprof.Recording;

/// <summary>What the profile says of itself: when thread starts were counted, and what is missing. Under the profile's lock.</summary>
internal sealed class ThreadStartState
{
    private const string HowToEnable = "call Profiling.Enable(ProfileKinds.ThreadCreate) when the program starts";
    private DateTimeOffset? _since;
    private DateTimeOffset? _until;
    private string? _reason;
    private string? _fault;
    private long _lostAtEnable;
    private long _lost;

    public static string Sentence(string reason) => $"Thread starts cannot be recorded: {reason}.";

    public void OnEnabled(string? reason, long lost)
    {
        _reason = reason;
        if (reason is null)
        {
            _since ??= DateTimeOffset.UtcNow;
            _until = null;
            _lostAtEnable = lost;
        }
    }

    public void OnDisabled(long lost, string? fault)
    {
        _until = DateTimeOffset.UtcNow;
        _lost += lost - _lostAtEnable;
        _fault ??= fault;
    }

    /// <param name="lost">Events lost by now, of all kinds.</param>
    /// <param name="fault">Why the session has ended early.</param>
    /// <param name="isWhole">The latest events have been waited for.</param>
    public IEnumerable<string> Tell(long lost, string? fault, bool isWhole)
    {
        yield return (_since, _until, _reason) switch
        {
            (_, _, { } reason) => Sentence(reason),
            (null, _, _) => $"Thread starts are not recorded: {HowToEnable}.",
            ({ } since, null, _) => $"Threads started since {Text(since)}.",
            ({ } since, { } until, _) => $"Threads started since {Text(since)}; not recorded since {Text(until)}: {HowToEnable}.",
        };
        bool isOn = _since is not null && _until is null;
        long missing = _lost + (isOn ? lost - _lostAtEnable : 0);
        if (missing > 0)
        {
            yield return $"The runtime dropped {missing} events because its buffer was full; thread starts may be among them.";
        }

        if ((_fault ?? (isOn ? fault : null)) is { } cause)
        {
            yield return $"Thread starts are missing at the end: {cause}; disable and enable the kind to go on.";
        }

        if (isOn && !isWhole)
        {
            yield return "The threads started last may be missing: the runtime has not delivered all events in time; write the profile again.";
        }
    }

    private static string Text(DateTimeOffset time) => time.ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
