using System.Diagnostics;

namespace Pprof.EventPipe.Hub;

/// <summary>
/// The one event session of the process on itself: there while somebody has subscribed, with just the providers that are wanted. Any thread;
/// calls wait for the runtime, a few milliseconds to begin and a tenth of a second or so to end or to change it, and never longer than some seconds.
/// </summary>
/// <param name="runtimeMegabytes">What the runtime may keep until it writes events out.</param>
internal sealed class EventHub(int runtimeMegabytes = EventProviders.RuntimeMegabytes)
{
    private readonly Lock _gate = new();
    private volatile HubSession? _current;
    private string? _lastFault;
    private long _lostBefore;

    public static EventHub Shared { get; } = new();

    public bool HasSession => _current is not null;

    /// <summary>Events that the runtime had no room for, since the process began.</summary>
    public long Lost => Interlocked.Read(ref _lostBefore) + (_current?.Lost ?? 0);

    /// <summary>Why the latest session has lost its connection; null when it has not.</summary>
    public string? Fault => _current is { } session ? session.Fault : Volatile.Read(ref _lastFault);

    /// <summary>Null when events are delivered from now on; else the reason, one sentence without its full stop, and nothing has changed.</summary>
    public string? TrySubscribe(EventSubscription subscription)
    {
        lock (_gate)
        {
            // Now, since none can be made while a session stops.
            _ = EventMarks.Log;
            subscription.Begin();
            string? reason = TryReplace([.. Subscriptions.Where(one => one != subscription), subscription]);
            if (reason is not null)
            {
                // A session that could not be changed when it was unsubscribed goes on, and would deliver again.
                subscription.End();
            }

            return reason;
        }
    }

    /// <summary>Returns when everything raised before has been delivered.</summary>
    public void Unsubscribe(EventSubscription subscription)
    {
        lock (_gate)
        {
            if (Subscriptions.Contains(subscription))
            {
                TryReplace([.. Subscriptions.Where(one => one != subscription)], ending: subscription);
            }

            subscription.End();
        }
    }

    /// <summary>
    /// Waits until what was raised before this call has been delivered; false when that took longer or cannot be told. A session that has ended early gets a
    /// successor, so that events come again.
    /// </summary>
    public bool Flush(FlushLimit limit)
    {
        if (_current is { Fault: not null } ended)
        {
            Revive(ended);
        }

        return _current?.Marks.Wait(limit) ?? true;
    }

    /// <summary>How long ago what is decoded now was raised; null when nothing has come yet. Means something where <see cref="Flush"/> was in vain.</summary>
    public TimeSpan? Behind => _current?.Marks.Older is { } older and > 0 ? Stopwatch.GetElapsedTime((long)older) : null;

    private void Revive(HubSession ended)
    {
        lock (_gate)
        {
            if (_current == ended)
            {
                TryReplace(ended.Subscriptions);
            }
        }
    }

    private IReadOnlyList<EventSubscription> Subscriptions => _current?.Subscriptions ?? [];

    // The new session first: no moment is without one. Whoever flushes meanwhile waits for the new one, which waits for the old one.
    private string? TryReplace(IReadOnlyList<EventSubscription> subscriptions, EventSubscription? ending = null)
    {
        HubSession? old = _current;
        HubSession? next = null;
        if (subscriptions.Count > 0)
        {
            next = HubSession.TryStart(subscriptions, runtimeMegabytes, old, out string? reason);
            if (next is null)
            {
                return reason;
            }

            _current = next;
            Thread.Sleep(old is null ? TimeSpan.Zero : SessionOverlap.Least);
        }

        if (old?.Stop() is { } fault)
        {
            ending?.Fail(fault);
        }

        Retire(old);
        _current = next;
        return null;
    }

    private void Retire(HubSession? old)
    {
        // How many are missing behind a fault is not known; that some are, must be.
        Interlocked.Add(ref _lostBefore, old is null ? 0 : old.Lost + (old.Fault is null ? 0 : 1));
        Volatile.Write(ref _lastFault, old?.Fault);
    }
}
