using Pprof.Sampling;
using Xunit;

namespace Pprof.EndToEnd.Tests.Sampling;

/// <summary>
/// Laws of measurement, with wide tolerances: what is delivered is CPU time. The phases of the timers are random, so a total
/// of n samples is off by a few periods; each test uses a hundred periods or more. The precise figures are the benchmark's.
/// </summary>
public sealed class CpuTimeTests
{
    private const long Second = 1_000_000_000;

    [Theory]
    [InlineData(100)]
    [InlineData(1000)]
    public void Total_is_the_CPU_time_of_the_process_at_any_rate(int frequency)
    {
        Measured measured = Measure(frequency, () => Load.OnThreads(2, () => Load.Burn(Second)));
        Assert.InRange(measured.TotalShare, 0.93, 1.07);
    }

    [Fact]
    public void Threads_that_live_a_few_milliseconds_are_counted()
    {
        Measured measured = Measure(100, () =>
        {
            for (int i = 0; i < 250; i++)
            {
                Load.OnThreads(1, () => Load.Burn(Second / 200));
            }
        });
        Assert.InRange(measured.TotalShare, 0.9, 1.1);
        Assert.InRange(measured.Statistics.LostWeight, 0, measured.Sink.Weight / 10);
    }

    [Fact]
    public void Thread_gets_the_time_it_used_beside_others()
    {
        int threadId = 0;
        long used = 0;
        Measured measured = Measure(250, () => Load.OnThreads(2, () =>
        {
            bool first = Interlocked.CompareExchange(ref threadId, StackCapture.CurrentThreadId, 0) == 0;
            long before = Load.ThreadNanoseconds;
            Load.Burn(first ? Second : Second / 2);
            used = first ? Load.ThreadNanoseconds - before : used;
        }));
        Assert.InRange((double)(measured.Sink.WeightOf(threadId) * measured.Period) / used, 0.9, 1.1);
    }

    [Fact]
    public void Sleeping_threads_are_not_sampled()
    {
        using ManualResetEvent end = new(false);
        int sleeper = 0;
        Thread thread = new(() =>
        {
            sleeper = StackCapture.CurrentThreadId;
            end.WaitOne();
        });
        thread.Start();
        SpinWait.SpinUntil(() => Volatile.Read(ref sleeper) != 0);
        Measured measured = Measure(1000, () => Load.OnThreads(1, () => Load.Burn(Second / 2)));
        end.Set();
        thread.Join();
        Assert.InRange(measured.Sink.WeightOf(sleeper), 0, 5);
    }

    private static Measured Measure(int frequency, Action load)
    {
        CountingSink sink = new();
        long before = Load.ProcessNanoseconds;
        using CpuSampler sampler = CpuSampler.Start(frequency, sink);
        load();
        sampler.Stop();
        return new Measured(sink, sampler.Statistics, Load.ProcessNanoseconds - before, sampler.PeriodNanoseconds);
    }

    private sealed record Measured(CountingSink Sink, SamplerStatistics Statistics, long Used, long Period)
    {
        public double TotalShare => (double)((Sink.Weight + Sink.Lost) * Period) / Used;
    }
}
