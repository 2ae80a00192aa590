using Pprof.Format;
using Pprof.TestSupport;
using Xunit;

namespace Pprof.EndToEnd.Tests.Wall;

/// <summary>The engine for platforms without timers, chosen here: wall-clock time by the runtime's own sample profiler.</summary>
public sealed class WallProfileTests
{
    private const int Idle = 1;
    private const int Wall = 2;

    [Fact]
    public void Time_of_a_working_thread_is_wall_and_of_a_waiting_one_idle()
    {
        ProfileData profile = Record(TimeSpan.FromSeconds(1.5));

        double seconds = profile.DurationNanos / 1e9;
        Assert.InRange(Of(profile, nameof(WorkHard), Wall) / seconds, 0.8, 1.1);
        Assert.Equal(0, Of(profile, nameof(WorkHard), Idle));
        Assert.InRange(Of(profile, nameof(WaitLong), Idle) / seconds, 0.8, 1.1);
        Assert.Equal(0, Of(profile, nameof(WaitLong), Wall));
    }

    [Fact]
    public void Profile_says_what_it_is_and_shows_wall_first()
    {
        ProfileData profile = Record(TimeSpan.FromSeconds(0.3));

        Assert.Equal(["samples", "idle", "wall"], profile.SampleTypes.Select(type => type.Type));
        Assert.Equal("wall", profile.PeriodType?.Type);
        Assert.Contains(profile.Comments, comment => comment.StartsWith("engine: the runtime's own sample profiler", StringComparison.Ordinal));
        Assert.Matches(@"^samples: \d+ of \d+ looks at all threads, one every [\d.]+ ms$", profile.Comments[1]);
    }

    [Fact]
    public void Threads_of_the_library_are_not_in_it()
    {
        ProfileData profile = Record(TimeSpan.FromSeconds(0.5));

        Assert.DoesNotContain(profile.Functions, function => function.Name == "Pprof.Threads.LibraryThread.Run");
    }

    [Fact]
    public void Labels_in_force_are_carried()
    {
        ProfileData profile = Record(TimeSpan.FromSeconds(0.6));

        Assert.Contains(profile.Samples, sample => sample.Labels.Any(label => label is { Key: "job", Text: "hard" }) && FunctionsOf(sample).Any(name => name.EndsWith(nameof(WorkHard), StringComparison.Ordinal)));
    }

    [Fact]
    public void Windows_of_time_are_carried_and_each_holds_its_part_of_the_time()
    {
        ProfileData profile = ProfileDecoder.Read(RecordBytes(TimeSpan.FromSeconds(1.5), TimeSpan.FromSeconds(0.5)));

        Dictionary<long, long> sums = profile.Samples
            .GroupBy(sample => sample.Labels.Single(label => label.Key == "window").Number)
            .ToDictionary(group => group.Key, group => group.Sum(sample => sample.Values[Wall]));
        Assert.Contains(0L, sums.Keys);
        Assert.Contains(500_000_000L, sums.Keys);
        Assert.All(sums.Values, sum => Assert.InRange(sum, 1, 1_000_000_000));
        Assert.Contains(profile.Comments, comment => comment.StartsWith("time: windows of 0.5 s, ", StringComparison.Ordinal));
    }

    [Fact]
    public void Go_tool_pprof_reads_it_in_silence()
    {
        GoPprof.Require();

        ToolResult top = GoPprof.Run(RecordBytes(TimeSpan.FromSeconds(0.5)), "-top");

        Assert.True(top.ExitCode == 0, top.Error);
        Assert.Contains(nameof(WorkHard), top.Output, StringComparison.Ordinal);
        Assert.StartsWith("Type: wall", top.Output[top.Output.IndexOf("Type:", StringComparison.Ordinal)..], StringComparison.Ordinal);
    }

    private static ProfileData Record(TimeSpan duration) => ProfileDecoder.Read(RecordBytes(duration));

    private static byte[] RecordBytes(TimeSpan duration, TimeSpan? windows = null)
    {
        using CancellationTokenSource end = new();
        Thread worker = new(() => WorkHard(end.Token)) { IsBackground = true };
        Thread waiter = new(() => WaitLong(end.Token)) { IsBackground = true };
        worker.Start();
        waiter.Start();
        using MemoryStream file = new();
        using (CpuProfile.Start(file, new CpuProfileOptions { Engine = CpuProfileEngine.EventPipe, TimeWindows = windows }))
        {
            Thread.Sleep(duration);
        }

        end.Cancel();
        worker.Join();
        waiter.Join();
        return file.ToArray();
    }

    private static double WorkHard(CancellationToken end)
    {
        using IDisposable label = ProfileLabels.Push("job", "hard");
        double sum = 0;
        while (!end.IsCancellationRequested)
        {
            sum += Math.Sqrt(sum + 1);
        }

        return sum;
    }

    private static void WaitLong(CancellationToken end) => end.WaitHandle.WaitOne();

    private static double Of(ProfileData profile, string function, int value) =>
        profile.Samples.Where(sample => FunctionsOf(sample).Any(name => name.EndsWith(function, StringComparison.Ordinal))).Sum(sample => sample.Values[value]) / 1e9;

    private static IEnumerable<string> FunctionsOf(Sample sample) =>
        sample.Locations.SelectMany(location => location.Lines).Select(line => line.Function?.Name ?? "");
}
