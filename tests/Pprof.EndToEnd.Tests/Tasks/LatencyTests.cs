using System.Collections.Concurrent;
using System.Diagnostics;
using Pprof.Profiles.Catalog;
using Pprof.TestSupport;
using Xunit;

namespace Pprof.EndToEnd.Tests.Tasks;

/// <summary>The profile <c>latency</c>: where work that is under way spends its time, by its logical stack. The program itself measures the truth.</summary>
public sealed class LatencyTests : IDisposable
{
    private const string Own = "Pprof.EndToEnd.Tests.Tasks.LatencyTests.";
    private static readonly TimeSpan s_wait = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan s_time = TimeSpan.FromSeconds(3);
    private readonly ConcurrentDictionary<string, double> _truth = [];

    public LatencyTests() => Profiling.Enable(ProfileKinds.Latency);

    public void Dispose() => Profiling.Disable(ProfileKinds.Latency);

    [Fact]
    public async Task Time_of_each_route_is_the_sum_of_its_requests_whether_they_wait_fork_run_or_block()
    {
        Assert.Null(Profiling.NotEnabledReason(ProfileKinds.Latency));
        TestSupport.Proto.Profile profile = await DeltaAsync(() => Task.WhenAll(
            Serve("/delay", Wait), Serve("/chain", Chain), Serve("/fork", Fork), Serve("/run", Run), Serve("/blocked", Blocked)));

        foreach ((string route, double seconds) in _truth)
        {
            double measured = Of(profile, route).Sum(sample => sample.Value[1]) / 1e9;

            // On a busy machine the last look may be a second before the end, and what came after it is not seen; and a look is held up between operations and threads, so that a request and
            // the next one of its client are both seen.
            Assert.True(measured >= 0.4 * seconds && measured <= 2 * seconds, $"{route}: {measured:F2} s for {seconds:F2} s; {Comments(profile)}");
        }

        Assert.Equal(5, _truth.Count);
        Assert.Contains("awaiting Task.Delay", States(profile, "/delay"));
        Assert.Contains(States(profile, "/run"), state => state is "running" or "ready to run");
        Assert.Contains("waiting in Task.Wait", States(profile, "/blocked"));
    }

    [Fact]
    public async Task Waiting_is_shown_below_the_whole_chain_and_blocked_threads_below_what_they_wait_for()
    {
        TestSupport.Proto.Profile profile = await DeltaAsync(() => Task.WhenAll(Serve("/chain", Chain), Serve("/blocked", Blocked)));

        Assert.Contains(Of(profile, "/chain"), sample => Names(profile, sample) is ["System.Threading.Tasks.Task.Delay", Own + "Wait", Own + "Chain", Own + "Request", Own + "Serve", ..]);
        Assert.Contains(Of(profile, "/blocked"), sample => Names(profile, sample) is var names
            && names[0] == "System.Threading.Tasks.Task.Delay" && names[1] == Own + "Wait"
            && Array.IndexOf(names, "[thread blocked in Task.Wait]") is > 0 and var thread
            && Array.IndexOf(names, Own + "Blocked") > thread);
    }

    [Fact]
    public void An_operation_counts_once_in_each_place_however_often_it_is_looked_at()
    {
        using Gate gate = new();
        _ = Read();
        for (int i = 0; i < 7; i++)
        {
            _ = Request("/long", () => gate.Task);
        }

        _ = Read();
        _ = Read();

        Assert.Equal(7, Of(Read(), "/long").Sum(sample => sample.Value[0]));
    }

    [Fact]
    public void Off_the_profile_says_how_to_switch_it_on_and_operations_are_not_recorded()
    {
        Profiling.Disable(ProfileKinds.Latency);
        using Gate gate = new();
        _ = Methods.Outer(gate.Task);

        Assert.Empty(OperationText.Of(nameof(Methods.Outer)));
        Assert.Contains("call Profiling.Enable(ProfileKinds.Latency)", Comments(Read()), StringComparison.Ordinal);
        Profiling.Enable(ProfileKinds.Latency);
        _ = Methods.Outer(gate.Task);
        Assert.NotEmpty(OperationText.Of(nameof(Methods.Outer)));
    }

    [Fact]
    public void Profile_is_kept_when_operations_are_switched_off_beside_it()
    {
        Profiling.Enable(ProfileKinds.Tasks);
        Profiling.Disable(ProfileKinds.Tasks);
        using Gate gate = new();
        _ = Methods.Outer(gate.Task);

        Assert.NotEmpty(OperationText.Of(nameof(Methods.Outer)));
    }

    // Four at a time until the end, so that there is always the same to be seen, however few looks a busy machine allows.
    private Task Serve(string route, Func<Task> work) => Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Serve(route, work, Stopwatch.StartNew())));

    private async Task Serve(string route, Func<Task> work, Stopwatch watch)
    {
        while (watch.Elapsed < s_time)
        {
            await Request(route, work);
        }
    }

    private async Task Request(string route, Func<Task> work)
    {
        using IDisposable labels = ProfileLabels.Push("route", route);
        long start = Stopwatch.GetTimestamp();
        await work();
        double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        _truth.AddOrUpdate(route, seconds, (_, sum) => sum + seconds);
    }

    private static async Task Wait() => await Task.Delay(s_wait);

    private static async Task Chain()
    {
        await Task.Yield();
        await Wait();
    }

    private static async Task Fork() => await Task.WhenAll(Wait(), Chain(), Task.Delay(s_wait));

    private static async Task Run() => await Task.Run(Burn).ContinueWith(_ => Thread.Sleep(s_wait / 2), TaskScheduler.Default);

    private static void Burn()
    {
        for (long start = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(start) < s_wait / 2;)
        {
            _ = Math.Sqrt(start);
        }
    }

    private static async Task Blocked()
    {
        await Task.Yield();
        Wait().Wait();
    }

    private async Task<TestSupport.Proto.Profile> DeltaAsync(Func<Task> work)
    {
        // What a first look learns of code, later ones know.
        await work();
        _truth.Clear();
        using MemoryStream stream = new();
        using (ProfileInterval interval = Profile.Lookup("latency")!.BeginInterval())
        {
            await work();
            interval.WriteTo(stream);
        }

        return ProfileOracle.AssertValid(stream);
    }

    private static TestSupport.Proto.Profile Read()
    {
        using MemoryStream stream = new();
        Profile.Lookup("latency")!.WriteTo(stream);
        return ProfileOracle.AssertValid(stream);
    }

    private static string Comments(TestSupport.Proto.Profile profile) => string.Join(' ', profile.Comment.Select(one => profile.StringTable[(int)one]));

    private static string[] Names(TestSupport.Proto.Profile profile, TestSupport.Proto.Sample sample) => [.. ProfileOracle.Names(profile, sample)];

    private static IEnumerable<TestSupport.Proto.Sample> Of(TestSupport.Proto.Profile profile, string route) =>
        profile.Sample.Where(sample => ProfileOracle.Label(profile, sample, "route") == route);

    private static IEnumerable<string?> States(TestSupport.Proto.Profile profile, string route) =>
        Of(profile, route).Select(sample => ProfileOracle.Label(profile, sample, "state"));
}
