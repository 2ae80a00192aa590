using System.Text;
using System.Text.RegularExpressions;
using Pprof.TestSupport;
using Xunit;

namespace Pprof.EndToEnd.Tests.Tasks;

/// <summary>The profile <c>goroutine</c> tells how long something waits, while operations are recorded.</summary>
public sealed partial class AgeTests : IClassFixture<TaskTrackingFixture>
{
    [Fact]
    public void An_operation_and_the_thread_blocked_on_it_show_how_long_they_wait()
    {
        using Gate gate = new();
        Thread blocked = new(() => Methods.Outer(gate.Task).Wait()) { IsBackground = true };
        blocked.Start();
        _ = Methods.Tried(gate.Task);

        Patience.Until("seconds are shown", () => Text() is var text
            && Regex.IsMatch(text, $@"thread {blocked.ManagedThreadId} \[waiting in Task\.Wait, \d+ seconds?, os ")
            && Regex.IsMatch(text, @"waits for task \d+ \[awaiting task completion source, \d+ seconds?\]:")
            && Regex.IsMatch(text, @"task \d+ \[awaiting task completion source, \d+ seconds?\]:\n   at \[task completion source\]\n   at Pprof.EndToEnd.Tests.Tasks.Methods.Tried "));
    }

    [Fact]
    public async Task A_loop_of_short_waits_is_young_however_long_it_runs()
    {
        using CancellationTokenSource end = new();
        using Gate gate = new();
        Task loop = Loop(end.Token);
        _ = Methods.Configured(gate.Task);

        await Patience.UntilAsync("what began after it is seconds old", () => OldWait().IsMatch(Text()));
        Assert.DoesNotMatch(@"\[awaiting Task\.Delay, \d+ seconds?\]:\n   at System.Threading.Tasks.Task.Delay\n   at Pprof.EndToEnd.Tests.Tasks.AgeTests.Loop", Text());
        await end.CancelAsync();
        await loop;
    }

    [Fact]
    public void Labels_tell_the_age_when_they_are_asked_for()
    {
        using Gate gate = new();
        _ = Methods.Outer(gate.Task);
        Assert.Empty(Ages());
        Profiling.AgeLabels = true;
        try
        {
            Patience.Until("it is a second old", () => Ages().Contains("1s+"));
        }
        finally
        {
            Profiling.AgeLabels = false;
        }
    }

    private static async Task Loop(CancellationToken end)
    {
        while (!end.IsCancellationRequested)
        {
            await Task.Delay(1, CancellationToken.None);
        }
    }

    private static string Text()
    {
        using MemoryStream stream = new();
        Profile.Lookup("goroutine")!.WriteTo(stream, debug: 2);
        return Encoding.UTF8.GetString(stream.ToArray());
    }

    // The labels of entries that the method takes part in.
    private static string[] Ages()
    {
        using MemoryStream stream = new();
        Profile.Lookup("goroutine")!.WriteTo(stream);
        TestSupport.Proto.Profile profile = ProfileOracle.AssertValid(stream);
        return [.. profile.Sample.Where(sample => ProfileOracle.Names(profile, sample).Any(name => name.EndsWith("Methods.Outer", StringComparison.Ordinal)))
            .Select(sample => ProfileOracle.Label(profile, sample, "age")).OfType<string>()];
    }

    [GeneratedRegex(@"\[awaiting task completion source, \d+ seconds?\]:\n   at \[task completion source\]\n   at \S+Inner in .*\n   at \S+Methods.Configured ")]
    private static partial Regex OldWait();
}
