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
    public void Threads_that_wait_are_shown_with_their_line_and_the_time_they_waited(string name)
    {
        bool raisesNothing = name == "InThreadJoin" && Environment.Version.Major >= 11;
        Profiling.Enable(ProfileKinds.Block | ProfileKinds.Mutex);
        (Dictionary<long, double> before, double lockedBefore) = (SecondsByLine("block", name), SecondsByLine("mutex", name).Values.Sum());
        (double held, double waited, int line) = WaitingThreads.Run(name, Waiters, s_held);
        (Dictionary<long, double> after, double locked) = (SecondsByLine("block", name), SecondsByLine("mutex", name).Values.Sum() - lockedBefore);
        Profiling.Disable(ProfileKinds.Block | ProfileKinds.Mutex);

        if (raisesNothing)
        {
            // The docs say so. When this fails, the runtime has begun to raise the event, and they should say that.
            Assert.Equal(0, after.Values.Sum());
            return;
        }

        // Some of them spin before they block, on a busy machine for long; and those that are not locks have one inside, for an instant.
        Assert.InRange(after.GetValueOrDefault(line) - before.GetValueOrDefault(line), held * 0.9, waited * 1.1);
        Assert.InRange(after.Values.Sum() - before.Values.Sum(), held * 0.9, waited * 1.1);
        Assert.InRange(locked, s_locks.Contains(name) ? held * 0.9 : 0, s_locks.Contains(name) ? waited * 1.1 : waited * 0.1);
    }

    // By the line of the frame of that method, which must be in this folder's file.
    private static Dictionary<long, double> SecondsByLine(string profile, string method)
    {
        using MemoryStream stream = new();
        Profile.Lookup(profile)!.WriteTo(stream);
        Proto.Profile decoded = ProfileOracle.AssertValid(stream);
        Dictionary<ulong, Proto.Function> functions = decoded.Function.ToDictionary(function => function.Id);
        Dictionary<ulong, long> lines = decoded.Location.SelectMany(location => location.Line, (location, line) => (location.Id, Function: functions[line.FunctionId], line.Line_))
            .Where(place => Text(place.Function.Name).EndsWith($".Waiting.{method}", StringComparison.Ordinal))
            .ToDictionary(place => place.Id, place => place.Line_);
        Assert.All(functions.Values.Where(function => Text(function.Name).Contains(".Waits.Waiting.", StringComparison.Ordinal)), function => Assert.EndsWith("/Waits/Waiting.cs", Text(function.Filename), StringComparison.Ordinal));
        return decoded.Sample.Select(sample => (Place: sample.LocationId.FirstOrDefault(lines.ContainsKey), Seconds: sample.Value[Delay] / 1e9))
            .Where(sample => sample.Place != 0)
            .GroupBy(sample => lines[sample.Place], sample => sample.Seconds)
            .ToDictionary(group => group.Key, group => group.Sum());

        string Text(long index) => decoded.StringTable[(int)index];
    }
}
