using System.Globalization;

namespace Pprof.Profiles.Events;

/// <summary>What a profile that is fed by events says of itself: when they were counted, and what is missing. Under the profile's lock.</summary>
/// <param name="subject">What is counted, at the beginning of a sentence, in the plural.</param>
/// <param name="kind">What switches it on.</param>
internal sealed class EventRecordingState(string subject, ProfileKinds kind)
{
    private DateTimeOffset? _since;
    private DateTimeOffset? _until;
    private string? _reason;
    private string? _fault;
    private long _lostAtEnable;
    private long _lost;

    public bool IsOn => _since is not null && _until is null;

    private string HowToEnable => $"call Profiling.Enable(ProfileKinds.{kind}) when the program starts";

    public string Sentence(string reason) => $"{subject} cannot be recorded: {reason}.";

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
    /// <param name="behind">Else, how long ago those were raised that have come.</param>
    public IEnumerable<string> Tell(long lost, string? fault, bool isWhole, TimeSpan? behind = null)
    {
        yield return (_since, _until, _reason) switch
        {
            (_, _, { } reason) => Sentence(reason),
            (null, _, _) => $"{subject} are not recorded: {HowToEnable}.",
            ({ } since, null, _) => $"{subject} are recorded since {Text(since)}.",
            ({ } since, { } until, _) => $"{subject} were recorded since {Text(since)}, and are not recorded since {Text(until)}: {HowToEnable}.",
        };
        long missing = _lost + (IsOn ? lost - _lostAtEnable : 0);
        if (missing > 0)
        {
            yield return $"The runtime dropped {missing} events because its buffer was full; {Lower(subject)} may be among them.";
        }

        if ((_fault ?? (IsOn ? fault : null)) is { } cause)
        {
            yield return $"{subject} of some time are missing: {cause}.";
        }

        if (IsOn && !isWhole)
        {
            yield return $"The latest {Lower(subject)} may be missing: the runtime has not delivered all events in time{Delivered(behind)}; write the profile again.";
        }
    }

    private static string Delivered(TimeSpan? behind) =>
        behind is { } time ? string.Create(CultureInfo.InvariantCulture, $", but those until {time.TotalSeconds:0.0} s before") : "";

    /// <param name="count">What the library has caused itself.</param>
    public IEnumerable<string> TellOwn(long count) => count == 0 ? [] : [$"{subject} of this library's own work are left out: {count} since the process began."];

    private static string Lower(string text) => char.ToLowerInvariant(text[0]) + text[1..];

    private static string Text(DateTimeOffset time) => time.ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
