using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using System.Threading.Channels;
using Pprof.TestSupport;
using Xunit;
using Proto = Pprof.TestSupport.Proto;

namespace Pprof.EndToEnd.Tests.Waits;

/// <summary>The profiles <c>block</c> and <c>mutex</c> as files.</summary>
public sealed class WaitProfileTests
{
    private const ProfileKinds Both = ProfileKinds.Block | ProfileKinds.Mutex;

    [Theory]
    [InlineData("block")]
    [InlineData("mutex")]
    public void The_viewer_shows_who_waited_and_reads_the_same_totals_from_the_text(string name)
    {
        GoPprof.Require();
        Contend();
        (byte[] proto, byte[] text) = (Write(name, 0), Write(name, 1));
        ToolResult top = GoPprof.Run(proto, "-top", "-unit=ms");
        ToolResult peek = GoPprof.Run(proto, "-peek=Waiting.InLock$");

        Assert.Matches(@"(?m)\s+Pprof\.EndToEnd\.Tests\.Waits\.Waiting\.InLock$", top.Output);
        Assert.Contains("Waiting.Wait", peek.Output, StringComparison.Ordinal);
        Assert.Equal(Total(top.Output), Total(GoPprof.Run(text, "-top", "-unit=ms").Output));
        Assert.Equal(Total(GoPprof.Run(proto, "-top", "-sample_index=contentions").Output), Total(GoPprof.Run(text, "-top", "-sample_index=contentions").Output));
        Assert.Equal(["", ""], [top.Error, peek.Error]);
    }

    [Fact]
    public void Text_begins_as_the_original_does_and_is_sorted_by_delay()
    {
        Contend();
        string block = Encoding.UTF8.GetString(Write("block", 1));
        long[] delays = [.. Regex.Matches(block, @"(?m)^(\d+) \d+ @").Select(match => long.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture))];

        Assert.StartsWith("--- contention:\ncycles/second=1000000000\n", block, StringComparison.Ordinal);
        Assert.StartsWith("--- mutex:\ncycles/second=1000000000\nsampling period=1\n", Encoding.UTF8.GetString(Write("mutex", 1)), StringComparison.Ordinal);
        Assert.Equal(delays.OrderDescending(), delays);
        Assert.Matches(@"WaitProfileTests|Waiting\.cs:\d+", block);
    }

    [Fact]
    public void Lock_names_its_owner_and_the_labels_of_who_waits()
    {
        Profiling.Enable(Both);
        using (ProfileLabels.Push("job", "contender"))
        {
            WaitingThreads.Run("InLockObject", waiters: 2, TimeSpan.FromMilliseconds(50));
        }

        Proto.Profile mutex = ProfileOracle.AssertValid(Write("mutex", 0));
        Profiling.Disable(Both);
        Proto.Sample[] labelled = [.. mutex.Sample.Where(sample => ProfileOracle.Label(mutex, sample, "job") == "contender")];

        Assert.NotEmpty(labelled);
        Assert.All(labelled, sample => Assert.False(string.IsNullOrEmpty(ProfileOracle.Label(mutex, sample, "owner"))));
    }

    [Fact]
    public async Task Async_waits_block_no_thread()
    {
        Profiling.Enable(Both);
        await AwaitEverything(TestContext.Current.CancellationToken);
        Proto.Profile block = ProfileOracle.AssertValid(Write("block", 0));
        Profiling.Disable(Both);

        // This test goes on above the last of them, and waits for the events there.
        string[][] waits = [.. block.Sample.Select(sample => ProfileOracle.Names(block, sample).TakeWhile(name => !name.Contains(nameof(Async_waits_block_no_thread), StringComparison.Ordinal)).ToArray())];
        Assert.DoesNotContain(waits, wait => wait.Any(name => name.Contains(nameof(AwaitEverything), StringComparison.Ordinal)));
    }

    [Fact]
    public void Sleep_and_idle_threads_are_left_out_and_told()
    {
        Profiling.Enable(ProfileKinds.Block);
        using ManualResetEventSlim ticked = new();
        using Timer timer = new(_ => ticked.Set(), null, 50, Timeout.Infinite);
        Nap();
        Assert.True(ticked.Wait(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken));
        string text = Encoding.UTF8.GetString(Write("block", 1));
        Profiling.Disable(ProfileKinds.Block);

        Assert.DoesNotContain(nameof(Nap), text, StringComparison.Ordinal);
        Assert.DoesNotContain("TimerQueue.TimerThread", text, StringComparison.Ordinal);
        Assert.DoesNotContain("GateThread", text, StringComparison.Ordinal);
        Assert.Matches(@"(?m)^# \d+ waits of idle threads", text);
    }

    [Fact]
    public void Another_rate_alters_nothing_that_was_recorded()
    {
        Contend();
        long[] before = Totals("mutex");
        Profiling.MutexProfileFraction = 1000;
        Profiling.BlockProfileRate = 1_000_000;
        try
        {
            Assert.Equal(before, Totals("mutex"));
            Assert.Contains("One of 1000 waits is sampled", Encoding.UTF8.GetString(Write("mutex", 1)), StringComparison.Ordinal);
            Assert.Throws<ArgumentOutOfRangeException>(() => Profiling.MutexProfileFraction = 0);
            Assert.Throws<ArgumentOutOfRangeException>(() => Profiling.BlockProfileRate = -1);
            Assert.Equal((1000, 1_000_000), (Profiling.MutexProfileFraction, Profiling.BlockProfileRate));
        }
        finally
        {
            (Profiling.MutexProfileFraction, Profiling.BlockProfileRate) = (1, 1);
        }
    }

    private static void Contend()
    {
        Profiling.Enable(Both);
        WaitingThreads.Run("InLock", waiters: 3, TimeSpan.FromMilliseconds(20));
        Profiling.Disable(Both);
    }

    private static void Nap() => Thread.Sleep(20);

    private static async Task AwaitEverything(CancellationToken token)
    {
        using SemaphoreSlim semaphore = new(0);
        Channel<int> channel = Channel.CreateUnbounded<int>();
        TaskCompletionSource source = new(TaskCreationOptions.RunContinuationsAsynchronously);
        using Timer timer = new(
            _ =>
            {
                semaphore.Release();
                channel.Writer.TryWrite(1);
                source.TrySetResult();
            },
            null, 50, Timeout.Infinite);
        await semaphore.WaitAsync(token);
        await channel.Reader.ReadAsync(token);
        await source.Task;
        await Task.Delay(20, token);
    }

    private static long[] Totals(string name)
    {
        Proto.Profile profile = ProfileOracle.AssertValid(Write(name, 0));
        return [ProfileOracle.Total(profile, 0), ProfileOracle.Total(profile, 1)];
    }

    private static string Total(string top) => Regex.Match(top, @"of (\S+) total").Groups[1].Value;

    private static byte[] Write(string name, int debug)
    {
        using MemoryStream stream = new();
        Profile.Lookup(name)!.WriteTo(stream, debug);
        return stream.ToArray();
    }
}
