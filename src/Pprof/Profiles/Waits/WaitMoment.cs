using Pprof.EventPipe.Nettrace;

namespace Pprof.Profiles.Waits;

/// <summary>Where and when a wait begins or ends.</summary>
/// <param name="Thread">The kernel's id.</param>
/// <param name="Time">Nanoseconds of the monotonic clock.</param>
/// <param name="Continuity">Of the thread's events.</param>
internal readonly record struct WaitMoment(ulong Thread, ulong Time, Continuity Continuity);
