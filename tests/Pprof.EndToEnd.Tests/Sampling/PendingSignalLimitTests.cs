using System.Runtime.InteropServices;
using Pprof.Sampling;
using Xunit;

namespace Pprof.EndToEnd.Tests.Sampling;

/// <summary>Every timer takes one of the user's pending signals (RLIMIT_SIGPENDING); other processes of the user may have used them up.</summary>
public sealed partial class PendingSignalLimitTests : IDisposable
{
    private const int RLIMIT_SIGPENDING = 11;
    private const long Second = 1_000_000_000;

    private readonly Limit _before;

    public unsafe PendingSignalLimitTests()
    {
        Limit before;
        Assert.Equal(0, SetLimit(0, RLIMIT_SIGPENDING, null, &before));
        _before = before;
    }

    public unsafe void Dispose()
    {
        Limit before = _before;
        Assert.Equal(0, SetLimit(0, RLIMIT_SIGPENDING, &before, null));
    }

    [Fact]
    public void Without_any_the_engine_is_not_supported_and_says_what_to_raise()
    {
        AllowNone();
        Assert.False(CpuSampler.IsSupported(out string? reason));
        Assert.Contains("ulimit -i", reason, StringComparison.Ordinal);
        Assert.Throws<PlatformNotSupportedException>(() => CpuSampler.Start(100, new CountingSink()));
    }

    [Fact]
    public void Time_of_threads_that_get_no_timer_is_lost_and_reported()
    {
        CountingSink sink = new();
        using CpuSampler sampler = CpuSampler.Start(250, sink);
        AllowNone();
        Load.OnThreads(1, () => Load.Burn(Second));
        sampler.Stop();
        Assert.True(sampler.Statistics.ThreadsWithoutTimer >= 1);
        Assert.Equal(11, sampler.Statistics.RefusedError);
        // Timers were given back, so the rest of the process (the JIT, other threads) may be in it as well.
        double most = 1.1 * sampler.Statistics.ProcessNanoseconds / Second;
        Assert.InRange((double)sampler.Statistics.LostWeight * sampler.PeriodNanoseconds / Second, 0.9, most);
        Assert.InRange(sampler.Statistics.UntimedWeight, 1, sampler.Statistics.LostWeight);
    }

    // With none left the runtime cannot interrupt a thread in a loop, and every collection waits for it.
    [Fact]
    public void When_the_limit_is_reached_signals_are_left_to_the_runtime()
    {
        using ManualResetEvent end = new(false);
        Thread[] threads = [.. Enumerable.Range(0, 40).Select(_ => new Thread(() => end.WaitOne()))];
        Array.ForEach(threads, thread => thread.Start());
        Allow(CountPending() + 30);
        using (CpuSampler sampler = CpuSampler.Start(100, new CountingSink()))
        {
            Assert.True(sampler.Statistics.ThreadsWithoutTimer >= 40);
            Assert.InRange(CountPending(), 0UL, CountAllowed() - 10);
        }

        end.Set();
        Array.ForEach(threads, thread => thread.Join());
    }

    private void AllowNone() => Allow(0);

    private unsafe void Allow(ulong count)
    {
        Limit limit = _before with { Soft = count };
        Assert.Equal(0, SetLimit(0, RLIMIT_SIGPENDING, &limit, null));
    }

    // "SigQ:	15/31000"
    private static ulong[] ReadPending() => [.. File.ReadLines("/proc/self/status").First(line => line.StartsWith("SigQ:", StringComparison.Ordinal))[5..]
        .Split('/').Select(text => ulong.Parse(text, null))];

    private static ulong CountPending() => ReadPending()[0];

    private static ulong CountAllowed() => ReadPending()[1];

    [StructLayout(LayoutKind.Sequential)]
    private record struct Limit(ulong Soft, ulong Hard);

    [LibraryImport("libc", EntryPoint = "prlimit")]
    private static unsafe partial int SetLimit(int process, int resource, Limit* wanted, Limit* previous);
}
