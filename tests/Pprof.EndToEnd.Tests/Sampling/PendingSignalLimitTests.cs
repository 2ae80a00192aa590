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
    public void Thread_that_gets_no_timer_is_reported_and_covered_by_the_timer_of_the_process()
    {
        CountingSink sink = new();
        using CpuSampler sampler = CpuSampler.Start(250, sink);
        AllowNone();
        Load.OnThreads(1, () => Load.Burn(Second));
        sampler.Stop();
        Assert.True(sampler.Statistics.ThreadsWithoutTimer >= 1);
        Assert.Equal(11, sampler.Statistics.RefusedError);
        Assert.InRange((double)sampler.Statistics.ProcessWeight * sampler.PeriodNanoseconds / Second, 0.8, 1.5);
    }

    private unsafe void AllowNone()
    {
        Limit none = _before with { Soft = 0 };
        Assert.Equal(0, SetLimit(0, RLIMIT_SIGPENDING, &none, null));
    }

    [StructLayout(LayoutKind.Sequential)]
    private record struct Limit(ulong Soft, ulong Hard);

    [LibraryImport("libc", EntryPoint = "prlimit")]
    private static unsafe partial int SetLimit(int process, int resource, Limit* wanted, Limit* previous);
}
