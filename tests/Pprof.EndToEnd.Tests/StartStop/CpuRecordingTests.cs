using System.Globalization;
using Pprof.EndToEnd.Tests.Sampling;
using Pprof.TestSupport;
using Xunit;

namespace Pprof.EndToEnd.Tests.StartStop;

/// <summary>Recordings beside one another. The totals' oracle is the kernel's account of the process.</summary>
public sealed class CpuRecordingTests
{
    private const long Second = 1_000_000_000;

    // Phases of the timers and of the thinning: some periods of each recording, of which 19 Hz has the longest.
    private const double Phases = 3.0;

    [Fact]
    public void Each_of_three_that_overlap_has_the_CPU_time_of_its_own_span()
    {
        Span slow = Span.Start(19);
        Burn();
        Span fast = Span.Start(997);
        Burn();
        Span usual = Span.Start(100);
        Burn();
        Assert.Equal(3, CpuRecording.RunningCount);
        fast.StopAndCheck();
        Burn();
        slow.StopAndCheck();
        Burn();
        usual.StopAndCheck();
        Assert.Equal(0, CpuRecording.RunningCount);
    }

    [Fact]
    public void Parts_add_up_to_the_whole_while_others_come_and_go()
    {
        long before = Load.ProcessNanoseconds;
        using CpuRecording recording = CpuRecording.Start(new CpuProfileOptions { Frequency = 100 });
        long total = 0;
        int parts = 0;
        TimeSpan duration = default;
        for (; parts < 20; parts++)
        {
            using CpuRecording? other = parts % 3 == 0 ? CpuRecording.Start(new CpuProfileOptions { Frequency = 997 }) : null;
            Load.OnThreads(2, () => Load.Burn(Second / 40));
            using MemoryStream file = new();
            recording.WritePart(file);
            Add(file);
        }

        using MemoryStream last = new();
        recording.Stop(last);
        Add(last);
        long used = Load.ProcessNanoseconds - before;
        Assert.InRange(total / (double)used, 0.93, 1.07);
        Assert.True(duration > TimeSpan.FromSeconds(0.25), $"{duration}");

        void Add(MemoryStream file)
        {
            TestSupport.Proto.Profile part = ProfileOracle.AssertValid(file);
            total += part.Sample.Sum(sample => sample.Value[1]);
            duration += TimeSpan.FromTicks(part.DurationNanos / 100);
        }
    }

    [Fact]
    public void CpuProfile_goes_on_beside_recordings_and_still_excludes_itself()
    {
        using CpuRecording recording = CpuRecording.Start();
        MemoryStream profile = new();
        using (CpuProfile.Start(profile))
        {
            Assert.Throws<InvalidOperationException>(() => CpuProfile.Start(new MemoryStream()));
            Assert.Equal(2, CpuRecording.RunningCount);
        }

        ProfileOracle.AssertValid(profile);
        Assert.True(recording.IsRunning);
    }

    [Fact]
    public void Labels_of_threads_are_shown_by_whoever_wants_them()
    {
        using CpuRecording with = CpuRecording.Start(new CpuProfileOptions { ThreadLabels = true });
        using CpuRecording without = CpuRecording.Start();
        Load.OnThreads(1, () => Load.Burn(Second / 5));

        Assert.True(HasThreads(with));
        Assert.False(HasThreads(without));

        static bool HasThreads(CpuRecording recording)
        {
            using MemoryStream file = new();
            recording.Stop(file);
            TestSupport.Proto.Profile profile = ProfileOracle.AssertValid(file);
            return profile.Sample.Any(sample => sample.Label.Any(label => profile.StringTable[(int)label.Key] == "thread"));
        }
    }

    [Fact]
    public async Task As_many_as_there_can_be_start_and_one_more_is_refused()
    {
        List<CpuRecording> recordings = [];
        try
        {
            for (int i = 0; i < CpuRecording.MostAtOnce; i++)
            {
                recordings.Add(CpuRecording.Start(new CpuProfileOptions { Frequency = 1 + (i * 15) }));
            }

            var error = Assert.Throws<InvalidOperationException>(() => CpuRecording.Start());
            Assert.Contains("Stop one", error.Message, StringComparison.Ordinal);
        }
        finally
        {
            await Task.WhenAll(recordings.Select(recording => recording.DisposeAsync().AsTask()));
        }

        Assert.Equal(0, CpuRecording.RunningCount);
    }

    [Fact]
    public async Task Stream_that_fails_loses_its_part_and_the_recording_goes_on_to_an_end_after_which_nothing_can_be_had()
    {
        using CpuRecording recording = CpuRecording.Start();
        Assert.Throws<IOException>(() => recording.WritePart(new FailingStream(10)));
        Assert.True(recording.IsRunning);

        MemoryStream file = new();
        await recording.StopAsync(file, TestContext.Current.CancellationToken);
        ProfileOracle.AssertValid(file);

        Assert.False(recording.IsRunning);
        Assert.Throws<InvalidOperationException>(() => recording.WritePart(new MemoryStream()));
        await Assert.ThrowsAsync<InvalidOperationException>(() => recording.StopAsync(new MemoryStream(), TestContext.Current.CancellationToken));
        recording.Dispose();
    }

    [Fact]
    public void Many_that_come_and_go_on_eight_threads_all_end_well()
    {
        Parallel.For(0, 8, new ParallelOptions { MaxDegreeOfParallelism = 8 }, thread =>
        {
            for (int i = 0; i < 10; i++)
            {
                using CpuRecording recording = CpuRecording.Start(new CpuProfileOptions { Frequency = 10 + (thread * 100) });
                using MemoryStream part = new();
                recording.WritePart(part);
                ProfileOracle.AssertValid(part);
            }
        });

        Assert.Equal(0, CpuRecording.RunningCount);
    }

    private static void Burn() => Load.OnThreads(2, () => Load.Burn(Second / 2));

    private sealed class Span(CpuRecording recording, long before, int frequency)
    {
        public static Span Start(int frequency)
        {
            long before = Load.ProcessNanoseconds;
            return new Span(CpuRecording.Start(new CpuProfileOptions { Frequency = frequency }), before, frequency);
        }

        public void StopAndCheck()
        {
            using MemoryStream file = new();
            recording.Stop(file);
            double used = Load.ProcessNanoseconds - before;
            TestSupport.Proto.Profile profile = ProfileOracle.AssertValid(file);
            long total = profile.Sample.Sum(sample => sample.Value[1]);
            double tolerance = (0.05 * used) + (Phases * Second / frequency);
            Assert.True(Math.Abs(total - used) <= tolerance, $"{frequency} Hz: {total / 1e6:F0} ms in the profile of {used / 1e6:F0} ms");
            // What the profile says of the process is of this recording's span, too, not of all time since the process began.
            string said = Assert.Single(profile.Comment.Select(number => profile.StringTable[(int)number]), comment => comment.StartsWith("process CPU time meanwhile: ", StringComparison.Ordinal));
            double meanwhile = double.Parse(said.Split(' ')[4], CultureInfo.InvariantCulture) * 1e6;
            Assert.True(Math.Abs(meanwhile - used) <= tolerance, $"{said}; it was {used / 1e6:F0} ms");
            TestContext.Current.TestOutputHelper?.WriteLine($"{frequency} Hz: {total / used:F4} of {used / 1e6:F0} ms");
        }
    }
}
