using System.Diagnostics;
using Pprof.EndToEnd.Tests.Labels;
using Pprof.TestSupport;
using Pprof.TestSupport.Proto;
using Xunit;
using Proto = Pprof.TestSupport.Proto;

namespace Pprof.EndToEnd.Tests.Windows;

/// <summary>A CPU profile with windows of time, of a program that does one thing and then another, and knows when it changed.</summary>
public sealed class TimeWindowTests
{
    private const long Second = 1_000_000_000;
    private const long Width = Second / 10;

    // How far a sample's time may be off on a machine where threads wait for their turn.
    private const long Slack = Second / 2;

    private static readonly Lazy<(byte[] File, long Change)> s_recorded = new(Record);

    [Fact]
    public void Samples_of_the_first_work_are_in_the_windows_before_the_second_began()
    {
        (byte[] file, long change) = s_recorded.Value;

        AssertMostly(Windows(file, "LabelledWork.Red"), window => window < change + Slack);
        AssertMostly(Windows(file, "LabelledWork.Green"), window => window > change - Slack);
    }

    [Fact]
    public void Every_window_begins_at_a_multiple_of_the_width_and_within_the_recording()
    {
        Proto.Profile profile = ProfileOracle.AssertValid(s_recorded.Value.File);
        (Sample Sample, Label? Window)[] all = [.. profile.Sample.Select(sample => (sample, WindowOf(profile, sample)))];

        Assert.All(all.Where(one => one.Window is null), one => Assert.Equal(["[lost]"], ProfileOracle.Names(profile, one.Sample)));
        Assert.All(all.Select(one => one.Window).OfType<Label>(), window =>
        {
            Assert.Equal(0, window.Num % Width);
            Assert.InRange(window.Num, 0, profile.DurationNanos + Width);
            Assert.Equal("nanoseconds", profile.StringTable[(int)window.NumUnit]);
        });
        Assert.Contains(profile.Comment, comment => profile.StringTable[(int)comment].StartsWith("time: windows of 0.1 s, ", StringComparison.Ordinal));
    }

    /// <summary>The same samples without the label: the viewer's figures may not differ by a digit.</summary>
    [Theory]
    [InlineData("-top")]
    [InlineData("-peek=LabelledWork")]
    [InlineData("-list=LabelledWork.Red")]
    public void Figures_of_the_viewer_are_those_of_the_profile_without_windows(string report)
    {
        GoPprof.Require();
        byte[] file = s_recorded.Value.File;

        string with = GoPprof.Run(file, report, "-nodecount=500").Output;

        Assert.Contains("LabelledWork.Red", with, StringComparison.Ordinal);
        Assert.Equal(GoPprof.Run(WithoutWindows(file), report, "-nodecount=500").Output, with);
    }

    [Fact]
    public void Viewer_selects_a_span_of_time_by_the_label()
    {
        GoPprof.Require();
        (byte[] file, long change) = s_recorded.Value;
        long early = change - Slack;

        string before = GoPprof.Run(file, "-top", $"-tagfocus=window=0ns:{early}ns").Output;

        Assert.Contains("LabelledWork.Red", before, StringComparison.Ordinal);
        Assert.DoesNotContain("LabelledWork.Green", before, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0.05)]
    [InlineData(1.5)]
    public void Width_that_is_no_window_is_refused(double seconds)
    {
        CpuProfileOptions options = new();

        ArgumentOutOfRangeException error =
            Assert.Throws<ArgumentOutOfRangeException>(() => options.TimeWindows = TimeSpan.FromSeconds(seconds));

        Assert.StartsWith("TimeWindows must be from 0.1 to 1 second, or null for none; 0.5 s suits a minute.", error.Message, StringComparison.Ordinal);
    }

    private static (byte[] File, long Change) Record()
    {
        MemoryStream stream = new();
        long change;
        using (CpuProfile.Start(stream, new CpuProfileOptions { Frequency = 250, TimeWindows = TimeSpan.FromSeconds(0.1) }))
        {
            long start = Stopwatch.GetTimestamp();
            Until(LabelledWork.Red);
            change = (long)Stopwatch.GetElapsedTime(start).TotalNanoseconds;
            Until(LabelledWork.Green);
        }

        return (stream.ToArray(), change);
    }

    // CPU time, so that there are enough samples on a busy machine too.
    private static void Until(Func<int, double> work)
    {
        TimeSpan end = Environment.CpuUsage.TotalTime + TimeSpan.FromSeconds(1.5);
        while (Environment.CpuUsage.TotalTime < end)
        {
            work(10);
        }
    }

    private static void AssertMostly((long Window, long Samples)[] windows, Func<long, bool> isRight)
    {
        long all = windows.Sum(one => one.Samples);
        Assert.True(all >= 50, $"only {all} samples");
        Assert.True(windows.Where(one => isRight(one.Window)).Sum(one => one.Samples) >= 0.95 * all, string.Join(' ', windows));
    }

    private static (long Window, long Samples)[] Windows(byte[] file, string method)
    {
        Proto.Profile profile = ProfileOracle.AssertValid(file);
        return [.. profile.Sample
            .Where(sample => ProfileOracle.Names(profile, sample).Any(name => name.EndsWith(method, StringComparison.Ordinal)))
            .Select(sample => (WindowOf(profile, sample)!.Num, sample.Value[0]))];
    }

    private static Label? WindowOf(Proto.Profile profile, Sample sample) =>
        sample.Label.SingleOrDefault(label => profile.StringTable[(int)label.Key] == "window");

    private static byte[] WithoutWindows(byte[] file)
    {
        Proto.Profile profile = ProfileOracle.AssertValid(file);
        foreach (Sample sample in profile.Sample)
        {
            if (WindowOf(profile, sample) is { } window)
            {
                sample.Label.Remove(window);
            }
        }

        return ProtoOracle.Write(profile);
    }
}
