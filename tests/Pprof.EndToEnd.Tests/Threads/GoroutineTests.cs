using System.Text;
using System.Text.RegularExpressions;
using Pprof.TestSupport;
using Xunit;
using Proto = Pprof.TestSupport.Proto;

namespace Pprof.EndToEnd.Tests.Threads;

/// <summary>The profile <c>goroutine</c> of a whole process, alone and beside others.</summary>
public sealed class GoroutineTests
{
    private static Profile Goroutine => Profile.Lookup("goroutine")!;

    [Fact]
    public void Labelled_groups_are_counted_apart_and_the_viewer_shows_their_tags()
    {
        GoPprof.Require();
        using ThreadGroup one = new(10, "one");
        using ThreadGroup two = new(20, "two");
        using ThreadGroup three = new(30, "three");
        using ThreadGroup rest = new(9);

        byte[] profile = Write(0);
        ToolResult tags = GoPprof.Run(profile, "-tags");
        ToolResult top = GoPprof.Run(profile, "-top", "-focus=ThreadGroup.Park");
        ToolResult traces = GoPprof.Run(profile, "-traces");

        Assert.Equal(["30 three", "20 two", "10 one"], Regex.Matches(tags.Output, @"(?m)^\s*(\d+)(?:\.0)?\s*\([^)]*\): (one|two|three)\s*$").Select(match => $"{match.Groups[1]} {match.Groups[2]}"));
        Assert.Matches(@"(?m)^\s*0\s+0%\s+\S+\s+69\s+\S+\s+Pprof\.EndToEnd\.Tests\.Threads\.ThreadGroup\.Park", top.Output);
        Assert.Contains("unit:", traces.Output, StringComparison.Ordinal);
        Assert.Equal(["", "", ""], [tags.Error, top.Error, traces.Error]);
    }

    [Fact]
    public void Text_lists_groups_by_size_with_their_labels_and_the_viewer_reads_the_same_total()
    {
        GoPprof.Require();
        using ThreadGroup small = new(3, "small");
        using ThreadGroup large = new(7, "large");

        string text = Encoding.UTF8.GetString(Write(1));
        string[] counts = [.. Regex.Matches(text, @"(?m)^(\d+) @").Select(match => match.Groups[1].Value)];
        int total = int.Parse(Regex.Match(text, @"^goroutine profile: total (\d+)\n").Groups[1].Value, null);

        Assert.Equal(total, counts.Sum(count => int.Parse(count, null)));
        Assert.Equal(counts.OrderByDescending(count => int.Parse(count, null)), counts);
        Assert.Matches("""(?m)^7 @ .*\n# labels: \{"group":"large", "unit":"thread"\}\n""", text);
        Assert.Matches($"Total samples = {total}|{total} total", GoPprof.Run(Encoding.UTF8.GetBytes(text), "-top").Output);
    }

    [Fact]
    public void Threads_of_the_profiler_are_left_out()
    {
        const ProfileKinds Kinds = ProfileKinds.Heap | ProfileKinds.ThreadCreate;
        Profiling.Enable(Kinds);
        try
        {
            using MemoryStream cpu = new();
            using (CpuProfile.Start(cpu))
            {
                Assert.DoesNotContain("name \"pprof ", Encoding.UTF8.GetString(Write(2)), StringComparison.Ordinal);
            }
        }
        finally
        {
            Profiling.Disable(Kinds);
        }
    }

    // Five hundred, as the original's test of the same idea: each dump interrupts threads that the CPU profile's timers interrupt too.
    [Fact]
    public void Dumps_beside_a_cpu_profile_disturb_neither()
    {
        using ThreadGroup parked = new(5);
        using Busy busy = new(2);
        using MemoryStream cpu = new();
        using (CpuProfile.Start(cpu, new CpuProfileOptions { Frequency = 1000 }))
        {
            for (int i = 0; i < 500; i++)
            {
                string text = Encoding.UTF8.GetString(Write(2));
                Assert.Equal(5, Regex.Count(text, @"ThreadGroup\.Park"));
                Assert.Equal(2, Regex.Count(text, @"Busy\.Loop"));
            }
        }

        Proto.Profile profile = ProfileOracle.AssertValid(cpu);
        Assert.Contains(profile.Sample, sample => ProfileOracle.Names(profile, sample).Any(name => name.EndsWith("Busy.Loop", StringComparison.Ordinal)));
    }

    [Fact]
    public void Profiles_are_whole_while_threads_come_and_go_and_the_collector_runs()
    {
        using ThreadGroup parked = new(5);
        using Churn churn = new();
        int wrong = 0;
        Parallel.For(0, 120, new ParallelOptions { MaxDegreeOfParallelism = 4 }, i =>
        {
            Proto.Profile profile = ProfileOracle.AssertValid(Write(0));
            long count = profile.Sample.Where(sample => ProfileOracle.Names(profile, sample).Any(name => name.EndsWith("ThreadGroup.Park", StringComparison.Ordinal))).Sum(sample => sample.Value[0]);
            Interlocked.Add(ref wrong, count == 5 ? 0 : 1);
        });

        Assert.Equal(0, wrong);
        Assert.True(churn.Rounds > 0);
    }

    [Fact]
    public void Labels_that_come_and_go_are_never_torn()
    {
        using LabelChurn churn = new();
        for (int i = 0; i < 100; i++)
        {
            MatchCollection labels = Regex.Matches(Encoding.UTF8.GetString(Write(1)), """# labels: \{(.*)\}""");
            Assert.All(labels, match => Assert.Matches("""^("a":"(\d+)", "b":"\2", )?"unit":"thread"$""", match.Groups[1].Value));
        }
    }

    [Fact]
    public async Task Async_operations_are_units_beside_the_threads()
    {
        Profiling.Enable(ProfileKinds.Tasks);
        TaskCompletionSource end = new();
        try
        {
            Task[] waiting = [.. Enumerable.Range(0, 12).Select(_ => Outer(end.Task))];

            Proto.Profile profile = ProfileOracle.AssertValid(Write(0));
            Proto.Sample sample = Assert.Single(profile.Sample, sample => ProfileOracle.Names(profile, sample).Any(name => name.EndsWith(".Outer", StringComparison.Ordinal)) && IsTask(profile, sample));
            string block = Encoding.UTF8.GetString(Write(2)).Split("\n\n").Single(block => block.StartsWith("task ", StringComparison.Ordinal) && block.Contains(".Inner", StringComparison.Ordinal));

            Assert.Equal(12, sample.Value[0]);
            Assert.Matches(@"^task \d+ \[awaiting [^,\]]+, 12 alike\]:\n", block);
            Assert.True(Goroutine.Count >= 13);
            end.SetResult();
            await Task.WhenAll(waiting);
        }
        finally
        {
            end.TrySetResult();
            Profiling.Disable(ProfileKinds.Tasks);
        }
    }

    private static async Task Outer(Task end) => await Inner(end);

    private static async Task Inner(Task end) => await end;

    private static bool IsTask(Proto.Profile profile, Proto.Sample sample) =>
        sample.Label.Any(label => (profile.StringTable[(int)label.Key], profile.StringTable[(int)label.Str]) == ("unit", "task"));

    private static byte[] Write(int debug)
    {
        using MemoryStream stream = new();
        Goroutine.WriteTo(stream, debug);
        return stream.ToArray();
    }
}
