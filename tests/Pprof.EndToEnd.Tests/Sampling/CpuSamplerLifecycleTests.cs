using Pprof.Sampling;
using Pprof.TestSupport;
using Xunit;

namespace Pprof.EndToEnd.Tests.Sampling;

public sealed class CpuSamplerLifecycleTests
{
    [Fact]
    public void Engine_is_supported_here() => Assert.True(CpuSampler.IsSupported(out string? reason), reason);

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(1001)]
    public void Rate_out_of_bounds_is_refused(int frequency) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => CpuSampler.Start(frequency, new CountingSink()));

    [Fact]
    public void Second_sampler_is_refused_and_leaves_the_first_running()
    {
        CountingSink sink = new();
        using CpuSampler first = CpuSampler.Start(1000, sink);
        Assert.Throws<InvalidOperationException>(() => CpuSampler.Start(100, new CountingSink()));
        Load.Burn(50_000_000);
        first.Stop();
        Assert.True(sink.Samples > 0);
    }

    [Fact]
    public void Stop_twice_and_from_several_threads_does_nothing_more()
    {
        CpuSampler sampler = CpuSampler.Start(100, new CountingSink());
        Load.OnThreads(4, sampler.Stop);
        sampler.Stop();
        sampler.Dispose();
    }

    [Fact]
    public void Samples_taken_before_Stop_are_delivered_before_it_returns()
    {
        CountingSink sink = new();
        using CpuSampler sampler = CpuSampler.Start(1000, sink);
        Load.Burn(20_000_000);
        sampler.Stop();
        long samples = sink.Samples;
        Assert.True(samples > 0);
        Load.Burn(20_000_000);
        Assert.Equal(samples, sink.Samples);
    }

    [Fact]
    public void Exception_of_the_sink_ends_the_session_and_comes_out_of_Stop()
    {
        CpuSampler sampler = CpuSampler.Start(1000, new ThrowingSink());
        Patience.Until("the sampler has failed", () => sampler.Failure is not null);
        Assert.Equal("sink", Assert.Throws<NotSupportedException>(sampler.Stop).Message);
        using CpuSampler next = CpuSampler.Start(1000, new CountingSink());
        next.Stop();
    }

    [Fact]
    public void Stop_from_inside_the_sink_only_asks_for_the_end()
    {
        StoppingSink sink = new();
        sink.Sampler = CpuSampler.Start(1000, sink);
        Patience.Until("the sink is called", () => sink.WasCalled);
        sink.Sampler.Stop();
    }

    [Fact]
    public void Thousand_cycles_leave_no_thread_file_timer_or_memory_behind()
    {
        Cycle(20);
        Resources before = Resources.Read();
        Cycle(1000);
        Resources after = Resources.Read();
        Assert.Equal(before.Timers, after.Timers);

        // Others in the process open files and start threads too; one left behind in each cycle would be a thousand.
        Assert.InRange(after.Files, 1, before.Files + 20);
        Assert.InRange(after.Threads, 1, before.Threads + 20);

        // The C library may give a thread an arena of its own, 64 MB of addresses; a stack left behind in each cycle would be 1.5 GB.
        Assert.InRange(after.AddressSpace, 0, before.AddressSpace + (256 << 20));
    }

    private static void Cycle(int times)
    {
        for (int i = 0; i < times; i++)
        {
            using CpuSampler sampler = CpuSampler.Start(1000, new CountingSink());
        }
    }

    private sealed class ThrowingSink : ISampleSink
    {
        public void OnSample(in RawStack stack, int threadId, long weight, long labels) => throw new NotSupportedException("sink");

        public void OnLost(long weight)
        {
        }
    }

    private sealed class StoppingSink : ISampleSink
    {
        private volatile CpuSampler? _sampler;

        public CpuSampler Sampler
        {
            get => _sampler!;
            set => _sampler = value;
        }

        public bool WasCalled { get; private set; }

        public void OnSample(in RawStack stack, int threadId, long weight, long labels)
        {
            _sampler?.Stop();
            WasCalled = _sampler is not null;
        }

        public void OnLost(long weight)
        {
        }
    }
}
