using Pprof.TestSupport;
using Xunit;
using Proto = Pprof.TestSupport.Proto;

namespace Pprof.EndToEnd.Tests.Waits;

/// <summary>Every way to block a thread is in <c>block</c> with the time it took, and the locks are in <c>mutex</c>.</summary>
public sealed class BlockedTimeTests
{
    private const int Waiters = 3;
    private const int Delay = 1;
    private const string Prefix = "Pprof.EndToEnd.Tests.Waits.";
    private const ProfileKinds Kinds = ProfileKinds.Block | ProfileKinds.Mutex;
    private static readonly TimeSpan s_held = TimeSpan.FromMilliseconds(300);
    private static readonly string[] s_locks = ["InLock", "InLockObject", "InMonitorEnter"];

    [Theory]
    [MemberData(nameof(Waiting.Names), MemberType = typeof(Waiting))]
    public void Threads_that_wait_are_shown_with_their_line_and_the_time_they_waited(string name)
    {
        bool raisesNothing = name == "InThreadJoin" && Environment.Version.Major >= 11;
        Profiling.Enable(Kinds);
        (Dictionary<string, long> block, Dictionary<string, long> mutex) = (Delays("block"), Delays("mutex"));
        (double held, double waited, int line) = WaitingThreads.Run(name, Waiters, s_held);
        double atLine = Seconds(Delays("block"), $"Waiting.{name}:{line}") - Seconds(block, $"Waiting.{name}:{line}");
        double inMethod = Seconds(Delays("block"), $"Waiting.{name}:") - Seconds(block, $"Waiting.{name}:");
        double locked = Seconds(Delays("mutex"), $"Waiting.{name}:") - Seconds(mutex, $"Waiting.{name}:");
        Profiling.Disable(Kinds);

        if (raisesNothing)
        {
            // The docs say so. When this fails, the runtime has begun to raise the event, and they should say that.
            Assert.Equal(0, inMethod);
            return;
        }

        // Some of them spin before they block, on a busy machine for long; and those that are not locks have one inside, for an instant.
        Assert.InRange(atLine, held * 0.9, waited * 1.1);
        Assert.InRange(inMethod, held * 0.9, waited * 1.1);
        Assert.InRange(locked, s_locks.Contains(name) ? held * 0.9 : 0, s_locks.Contains(name) ? waited * 1.1 : waited * 0.1);
    }

    // As "WaitingThreads.Run:24;Waiting.Wait:71;Waiting.InLock:98", in nanoseconds.
    private static Dictionary<string, long> Delays(string name)
    {
        using MemoryStream stream = new();
        Profile.Lookup(name)!.WriteTo(stream);
        Proto.Profile profile = ProfileOracle.AssertValid(stream);
        AssertFile(profile);
        return FoldedStacks.Of(profile, Prefix, Delay, withLines: true);
    }

    // Of the stacks with that frame, with its line or with any.
    private static double Seconds(Dictionary<string, long> delays, string frame) =>
        delays.Where(stack => $"{stack.Key};".Contains(frame.EndsWith(':') ? frame : $"{frame};", StringComparison.Ordinal)).Sum(stack => stack.Value) / 1e9;

    private static void AssertFile(Proto.Profile profile) => Assert.All(
        profile.Function.Where(function => Text(profile, function.Name).StartsWith($"{Prefix}Waiting.", StringComparison.Ordinal)),
        function => Assert.EndsWith("/Waits/Waiting.cs", Text(profile, function.Filename), StringComparison.Ordinal));

    private static string Text(Proto.Profile profile, long index) => profile.StringTable[(int)index];
}
