namespace Pprof.EventPipe.Hub;

/// <summary>How far a session's events have come.</summary>
/// <param name="Older">Whatever was raised before this time has been delivered. An event that was being written while the session was changed may still follow.</param>
/// <param name="Latest">No event has come that was raised after this time.</param>
/// <param name="Lost">Events of all kinds that were found missing until now, all of them older than <paramref name="Latest"/>. Never falls while a subscription lasts.</param>
internal readonly record struct EventOrder(ulong Older, ulong Latest, long Lost);
