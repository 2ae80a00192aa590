using Pprof.TestSupport;
using Xunit;

namespace Pprof.EndToEnd.Tests.Labels;

/// <summary>A CPU profile of labelled work: every method's samples carry the label it ran under.</summary>
public sealed class CpuLabelTests
{
    private static readonly Lazy<byte[]> s_mixed = new(() => Take(AlternateOnPoolAsync));

    [Theory]
    [InlineData("LabelledWork.Red", "red")]
    [InlineData("LabelledWork.Green", "green")]
    [InlineData("LabelledWork.Plain", "")]
    public void Samples_of_each_method_carry_its_label_and_no_other(string method, string color)
    {
        Dictionary<string, long> samples = new LabelShares(s_mixed.Value).Of(method, "color");
        long all = samples.Values.Sum();

        Assert.True(all >= 50, $"only {all} samples");
        Assert.True(samples.GetValueOrDefault(color) >= 0.95 * all, string.Join(' ', samples));
        Assert.Empty(samples.Keys.Except([color, ""]));
    }

    [Fact]
    public void Labels_that_flow_over_awaits_and_into_tasks_are_all_there()
    {
        Dictionary<string, long> requests = new LabelShares(s_mixed.Value).Of("LabelledWork.Red", "worker");

        Assert.Equal(["0", "1"], requests.Keys.Where(key => key != "").Order());
    }

    // The program's finalizer allocates and computes on the runtime's own thread, for objects made under a label.
    [Fact]
    public void Work_of_the_finalizer_thread_for_labelled_code_has_no_label()
    {
        LabelShares profile = new(Take(() =>
        {
            using IDisposable scope = ProfileLabels.Push("color", "red");
            Until(() =>
            {
                _ = new FinalizedWork();
                GC.Collect();
                GC.WaitForPendingFinalizers();
                return 0;
            }, TimeSpan.FromSeconds(0.6));
        }));
        Dictionary<string, long> finalizer = profile.Of("LabelledWork.Plain", "color");

        Assert.Equal([""], finalizer.Keys);
        Assert.NotEmpty(profile.Labelled);
    }

    // Every request with a label of its own, on as many flows as the pool takes, while profiles start and stop.
    [Fact]
    public async Task Race_of_pushes_awaits_starts_and_stops_never_mislabels_and_forgets_nothing()
    {
        using CancellationTokenSource end = new();
        Task[] flows = [.. Enumerable.Range(0, 8).Select(flow => Task.Run(() => RequestsAsync(flow, end.Token), CancellationToken.None))];
        LabelShares[] profiles = [.. Enumerable.Range(0, 5).Select(_ => new LabelShares(Take(() => Until(() => 0, TimeSpan.FromSeconds(0.3)))))];
        await end.CancelAsync();
        await Task.WhenAll(flows);

        Assert.All(profiles, profile =>
        {
            Assert.Empty(profile.Of("LabelledWork.Red", "color").Keys.Except(["red", ""]));
            Assert.Empty(profile.Of("LabelledWork.Green", "color").Keys.Except(["green", ""]));
            Assert.DoesNotContain("lack the labels", profile.CommentsText, StringComparison.Ordinal);
        });
        Assert.True(profiles.Sum(profile => profile.Of("LabelledWork.Red", "request").Keys.Count(request => request != "")) >= 20);
    }

    [Fact]
    public void Viewer_lists_the_labels_and_selects_by_them()
    {
        GoPprof.Require();

        ToolResult tags = GoPprof.Run(s_mixed.Value, "-tags");
        ToolResult red = GoPprof.Run(s_mixed.Value, "-top", "-tagfocus=color=red");

        Assert.Equal("", tags.Error);
        Assert.Contains(" color: ", tags.Output, StringComparison.Ordinal);
        Assert.Contains(": red", tags.Output, StringComparison.Ordinal);
        Assert.Contains(": green", tags.Output, StringComparison.Ordinal);
        Assert.Contains("LabelledWork.Red", red.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("LabelledWork.Green", red.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("LabelledWork.Plain", red.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Labels_in_force_before_the_start_are_there_and_end_with_their_scope()
    {
        LabelShares profile;
        using (ProfileLabels.Push("color", "red"))
        {
            profile = new LabelShares(Take(() => Until(() => LabelledWork.Red(10), TimeSpan.FromSeconds(0.5))));
        }

        LabelShares after = new(Take(() => Until(() => LabelledWork.Plain(10), TimeSpan.FromSeconds(0.5))));

        Dictionary<string, long> samples = profile.Of("LabelledWork.Red", "color");
        Assert.True(samples.GetValueOrDefault("red") >= 0.95 * samples.Values.Sum(), string.Join(' ', samples));
        Assert.Contains("labels: 1 different sets", profile.CommentsText, StringComparison.Ordinal);
        Assert.DoesNotContain(profile.StacksOf(profile.Labelled), IsOfTheLibrary);
        Assert.Empty(after.Labelled);
        Assert.DoesNotContain("labels:", after.CommentsText, StringComparison.Ordinal);
    }

    [Fact]
    public void Thread_started_while_profiling_is_labelled_from_its_first_label_on()
    {
        LabelShares profile = new(Take(() =>
        {
            for (int i = 0; i < 5; i++)
            {
                Thread thread = new(() =>
                {
                    Until(() => LabelledWork.Plain(10), TimeSpan.FromSeconds(0.15));
                    using IDisposable scope = ProfileLabels.Push("color", "green");
                    Until(() => LabelledWork.Green(10), TimeSpan.FromSeconds(0.3));
                });
                thread.Start();
                thread.Join();
            }
        }));
        Dictionary<string, long> green = profile.Of("LabelledWork.Green", "color");
        Dictionary<string, long> plain = profile.Of("LabelledWork.Plain", "color");

        Assert.True(green.GetValueOrDefault("green") >= 0.95 * green.Values.Sum(), string.Join(' ', green) + profile.CommentsText);
        Assert.Equal([""], plain.Keys);
    }

    // Two flows that hop over the threads of the pool, with all three kinds of work in turn.
    private static void AlternateOnPoolAsync() => Task.WaitAll(Enumerable.Range(0, 2).Select(worker => Task.Run(async () =>
    {
        using IDisposable outer = ProfileLabels.Push("worker", $"{worker}");
        TimeSpan end = Environment.CpuUsage.TotalTime + TimeSpan.FromSeconds(2);
        while (Environment.CpuUsage.TotalTime < end)
        {
            using (ProfileLabels.Push("color", "red"))
            {
                LabelledWork.Red(3);
                await Task.Yield();
                LabelledWork.Red(3);
            }

            LabelledWork.Plain(1);
            using (ProfileLabels.Push("color", "green"))
            {
                await Task.Run(() => LabelledWork.Green(2));
            }

            LabelledWork.Plain(1);
        }
    })));

    private static async Task RequestsAsync(int flow, CancellationToken end)
    {
        for (int i = 0; !end.IsCancellationRequested; i++)
        {
            using IDisposable request = ProfileLabels.Push(new("request", $"{flow}-{i}"), new("color", "red"));
            LabelledWork.Red(1);
            await Task.Yield();
            LabelledWork.Red(1);
            using (ProfileLabels.Push("color", "green"))
            {
                await Task.Run(() => LabelledWork.Green(1), CancellationToken.None);
            }
        }
    }

    private static bool IsOfTheLibrary(string stack) => stack == "[profiler]";

    // CPU time, so that there are enough samples on a busy machine too.
    private static void Until(Func<double> work, TimeSpan cpuTime)
    {
        TimeSpan end = Environment.CpuUsage.TotalTime + cpuTime;
        while (Environment.CpuUsage.TotalTime < end)
        {
            work();
        }
    }

    private static byte[] Take(Action work)
    {
        MemoryStream stream = new();
        using (CpuProfile.Start(stream, new CpuProfileOptions { Frequency = 250 }))
        {
            work();
        }

        return stream.ToArray();
    }
}
