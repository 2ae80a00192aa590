using System.Diagnostics;
using Pprof.EventPipe.Nettrace;
using Pprof.Threads;

namespace Pprof.EventPipe.Hub;

/// <summary>
/// One session with the thread that decodes it. A session cannot be changed while it runs, so it has a successor when subscriptions change; the
/// successor's bytes wait until this one has been decoded to its end, so that sinks get one event at a time, and each once.
/// </summary>
internal sealed class HubSession
{
    private static readonly TimeSpan s_stopTimeout = TimeSpan.FromSeconds(10);

    // While events come, but those of long ago: what the runtime still has is given up then.
    private static readonly TimeSpan s_stopBehind = TimeSpan.FromSeconds(5);

    // Of a runtime that writes ten times a second.
    private static readonly TimeSpan s_raiseAgain = TimeSpan.FromMilliseconds(500);
    private readonly DiagnosticsSession _session;
    private readonly EventDispatcher _dispatcher;
    private readonly NettraceReader _reader;
    private readonly LibraryThread _decoder;
    private readonly MarkThread _markThread = new(static () => EventMarks.Log.Mark(EventMarks.NextNumber()));
    private volatile HubSession? _predecessor;
    private volatile string? _fault;
    private long _lostBefore;

    private HubSession(DiagnosticsSession session, IReadOnlyList<EventSubscription> subscriptions, HubSession? predecessor)
    {
        _session = session;
        _predecessor = predecessor;
        Subscriptions = subscriptions;
        Marks = new FlushMarks(EventMarks.Log.Mark, s_raiseAgain, _markThread.Raise);
        _dispatcher = new EventDispatcher(subscriptions, predecessor?.Subscriptions ?? [], Marks);
        _reader = new NettraceReader(session.Events, _dispatcher);
        _decoder = new LibraryThread("pprof event decoder", Decode);
        _decoder.Start();
    }

    public IReadOnlyList<EventSubscription> Subscriptions { get; }

    public FlushMarks Marks { get; }

    /// <summary>Events that the runtime had no room for.</summary>
    public long Lost => _reader.Lost;

    /// <summary>Those of the sessions before this one as well, which it follows without a gap. Decoding threads, one after the other.</summary>
    private long LostUntilNow => _lostBefore + Lost;

    /// <summary>Why events are missing at the end; null when none are.</summary>
    public string? Fault => _fault;

    /// <summary>Null with the reason when no session can be opened; the predecessor then goes on.</summary>
    public static HubSession? TryStart(IReadOnlyList<EventSubscription> subscriptions, int runtimeMegabytes, HubSession? predecessor, out string? reason)
    {
        predecessor?._dispatcher.RememberFromNow();
        // Decoded at some hundred megabytes a second; the longest wait is for the predecessor to end, a tenth of a second. A full buffer may come at once.
        long mostBytesWaiting = (long)EventProviders.WaitingMegabytesFor(subscriptions) << 20;
        long told = EventMarks.Told;
        DiagnosticsSession? session = DiagnosticsSession.TryStart(EventProviders.ConfigurationFor(subscriptions, runtimeMegabytes), mostBytesWaiting, out reason);
        if (session is null)
        {
            predecessor?._dispatcher.ForgetRemembered();
            return null;
        }

        EventMarks.WaitUntilTold(told);
        predecessor?._dispatcher.SuccessorIsOn();
        return new HubSession(session, subscriptions, predecessor);
    }

    /// <summary>
    /// Returns when everything raised before has been delivered, or after a bounded wait. Null in the first case; else what to say of subscriptions that
    /// end with it, while those that go on still get what the runtime has sent.
    /// </summary>
    public string? Stop()
    {
        long start = Stopwatch.GetTimestamp();
        long before = Marks.Events;
        bool IsBehindNow() => IsBehind(start, before);
        _dispatcher.IsStillOn();
        bool isSent = _session.TryStop(s_stopTimeout, IsBehindNow);
        _session.Dispose();
        bool isDecoded = DiagnosticsSession.TryJoin(_decoder, start, s_stopTimeout, IsBehindNow);
        if (isSent && isDecoded)
        {
            return null;
        }

        string fault = IsBehindNow()
            ? $"when the session ended, what had been raised was not read within {s_stopBehind.TotalSeconds} s, as events came faster"
            : $"the session did not end within {s_stopTimeout.TotalSeconds} s";
        if (!isSent)
        {
            Fail(fault);
        }

        return fault;
    }

    // Also while the predecessor's events are still decoded.
    private bool IsBehind(long start, long before) =>
        Stopwatch.GetElapsedTime(start) >= s_stopBehind && (_predecessor is not null || Marks.Events - before > FlushMarks.ManyEvents);

    private void Decode()
    {
        try
        {
            _predecessor?._decoder.Join();
            FollowPredecessor();
            _reader.ReadToEnd();
        }
        catch (NettraceFormatException e)
        {
            Fail(_session.HasOverflowed ? "events came faster than they could be decoded" : e.Message.TrimEnd('.'));
        }
        catch (Exception e)
        {
            // Sinks are the library's own; whatever goes wrong in them must not end the program.
            Fail($"{e.GetType().Name} while events were decoded: {e.Message.TrimEnd('.')}");
        }

        Marks.End();
        _markThread.End();
        DropTheRest();
    }

    // How many events are missing behind a fault is not known; that some are, must be.
    private void FollowPredecessor()
    {
        if (_predecessor is { } predecessor)
        {
            bool wasCutOff = predecessor.Fault is not null;
            _lostBefore = predecessor.LostUntilNow + (wasCutOff ? 1 : 0);
            _dispatcher.Continue(predecessor._dispatcher, _lostBefore);
            if (!wasCutOff)
            {
                _reader.Follow(predecessor._reader);
            }
        }

        _predecessor = null;
    }

    private void Fail(string fault)
    {
        foreach (EventSubscription subscription in Subscriptions)
        {
            subscription.Fail(fault);
        }

        _fault ??= fault;
    }

    // What follows a fault cannot be understood, and must not pile up. On the stack: there may be no memory to be had.
    private void DropTheRest()
    {
        Span<byte> rest = stackalloc byte[4096];
        while (_fault is not null && _session.Events.Read(rest) > 0)
        {
        }
    }
}
