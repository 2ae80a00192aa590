using System.Diagnostics.CodeAnalysis;
using System.Diagnostics.Tracing;
using Pprof.Copies;

namespace Pprof.Telemetry;

/// <summary>
/// Answers "why do I see nothing?": <c>dotnet-trace collect --providers Pprof</c> shows the state of the library when
/// the trace begins, and what
/// happens from then on. Never throws, and costs nothing while nobody listens. Any thread.
/// </summary>
internal sealed class OwnEvents : EventSource
{
    private const int StateId = 1;
    private const int RecordingStartedId = 2;
    private const int RecordingEndedId = 3;
    private const int KindSwitchedId = 4;
    private const int KindRefusedId = 5;
    private const int ProblemId = 6;

    // Two sources of one name in a process would be an error, and an agent has a copy of the library of its own.
    private OwnEvents()
        : base(LibraryCopies.Number == 0 ? "Pprof" : $"Pprof-{LibraryCopies.Number}")
    {
    }

    /// <summary>Made at the first use: by then there is a <see cref="StateText"/>, which a listener that waits is told
    /// at once.</summary>
    public static OwnEvents Log => Holder.Log;

    /// <summary>Tells the state in a few lines. Set once, by whoever knows it.</summary>
    public static Func<string>? StateText { get; set; }

    /// <summary>Told whenever somebody begins to listen.</summary>
    [Event(StateId, Message = "{0}")]
    public void State(string text) => WriteEvent(StateId, text);

    /// <param name="engine">How samples are taken.</param>
    /// <param name="frequency">Samples for each second of CPU time.</param>
    /// <param name="running">How many recordings go on, with this one.</param>
    [Event(RecordingStartedId, Message = "A CPU recording has started: {0}, {1} Hz; {2} go on.")]
    public void RecordingStarted(string engine, int frequency, int running)
    {
        if (IsEnabled())
        {
            WriteEvent(RecordingStartedId, engine, frequency, running);
        }
    }

    /// <param name="running">How many recordings still go on.</param>
    [Event(RecordingEndedId, Message = "A CPU recording has ended; {0} go on.")]
    public void RecordingEnded(int running)
    {
        if (IsEnabled())
        {
            WriteEvent(RecordingEndedId, running);
        }
    }

    /// <param name="kind">Of recording.</param>
    /// <param name="isOn">Whether it is on now.</param>
    [Event(KindSwitchedId, Message = "Recording of {0} is on: {1}.")]
    public void KindSwitched(string kind, bool isOn)
    {
        if (IsEnabled())
        {
            WriteEvent(KindSwitchedId, kind, isOn);
        }
    }

    /// <param name="kind">Of recording, or of engine.</param>
    /// <param name="reason">What is missing and what to do.</param>
    [Event(KindRefusedId, Level = EventLevel.Warning, Message = "{0} cannot be recorded: {1}")]
    public void KindRefused(string kind, string reason)
    {
        if (IsEnabled())
        {
            WriteEvent(KindRefusedId, kind, reason);
        }
    }

    /// <param name="text">What went wrong and what to do.</param>
    [Event(ProblemId, Level = EventLevel.Warning, Message = "{0}")]
    public void Problem(string text)
    {
        if (IsEnabled())
        {
            WriteEvent(ProblemId, text);
        }
    }

    [SuppressMessage("Design", "CA1031", Justification = "Whoever begins to listen must not be harmed by what cannot be told.")]
    protected override void OnEventCommand(EventCommandEventArgs command)
    {
        if (command.Command != EventCommand.Enable || StateText is null)
        {
            return;
        }

        try
        {
            State(StateText());
        }
        catch (Exception failure)
        {
            State($"The state cannot be told: {failure.Message}");
        }
    }

    private static class Holder
    {
        public static readonly OwnEvents Log = new();
    }
}
