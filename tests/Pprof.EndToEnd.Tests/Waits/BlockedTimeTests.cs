using Pprof.TestSupport;
using Xunit;
using Proto = Pprof.TestSupport.Proto;

namespace Pprof.EndToEnd.Tests.Waits;

/// <summary>Every way to block a thread is in <c>block</c> with the time it took, and the locks are in <c>mutex</c>.</summary>
public sealed class BlockedTimeTests
{
    private const int Waiters = 3;
    private const int Delay = 1;
    private static readonly TimeSpan s_held = TimeSpan.FromMilliseconds(300);
    private static readonly string[] s_locks = ["InLock", "InLockObject", "InMonitorEnter"];

    [Theory]
    [MemberData(nameof(Waiting.Names), MemberType = typeof(Waiting))]
    public void Threads_that_wait_are_shown_with_their_frame_and_the_time_they_waited(string name)
    {
        Profiling.Enable(ProfileKinds.Block | ProfileKinds.Mutex);
        (double before, double lockedBefore) = (Seconds("block", name), Seconds("mutex", name));
        (double held, double waited) = WaitingThreads.Run(name, Waiters, s_held);
        (double blocked, double locked) = (Seconds("block", name) - before, Seconds("mutex", name) - lockedBefore);
        Profiling.Disable(ProfileKinds.Block | ProfileKinds.Mutex);

        // Some of them spin before they block, on a busy machine for long; and those that are not locks have one inside, for an instant.
        Assert.InRange(blocked, held * 0.9, waited * 1.1);
        Assert.InRange(locked, s_locks.Contains(name) ? held * 0.9 : 0, s_locks.Contains(name) ? waited * 1.1 : waited * 0.1);
    }

    private static double Seconds(string profile, string method)
    {
        using MemoryStream stream = new();
        Profile.Lookup(profile)!.WriteTo(stream);
        Proto.Profile decoded = ProfileOracle.AssertValid(stream);
        return decoded.Sample.Where(sample => Shows(decoded, sample, method)).Sum(sample => sample.Value[Delay]) / 1e9;
    }

    private static bool Shows(Proto.Profile profile, Proto.Sample sample, string method) =>
        ProfileOracle.Names(profile, sample).Any(name => name.EndsWith($".Waiting.{method}", StringComparison.Ordinal));
}
