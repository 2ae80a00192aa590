using Pprof.Interop;
using Pprof.Sampling;
using Xunit;

namespace Pprof.Tests.Sampling;

/// <summary>How CPU time that no thread's own account explains is paid out over samples of young threads.</summary>
public sealed unsafe class YoungSamplesTests : IDisposable
{
    private const long Period = 1_000_000;

    private static readonly SharedWords* s_words = (SharedWords*)AnonymousMemory.Map(4096);

    private readonly WeightSink _sink = new();
    private readonly SampleLedger _ledger;
    private readonly YoungSamples _young;
    private readonly SampledThread _thread = new(new TaskEntry(Libc.GetThreadId(), 1), youth: long.MaxValue);

    // The timer is never set: the samples are those that the tests raise.
    public YoungSamplesTests()
    {
        ActivationSignal.Install();
        _ledger = new SampleLedger(_sink, Period);
        _young = new YoungSamples(_ledger, Period);
        _thread.Arm(s_words, Period, isYoung: true);
        Assert.Equal(0, _thread.Error);
        _thread.Timer.Stop();
    }

    public void Dispose()
    {
        _thread.Disarm();
        _thread.Release();
    }

    [Fact]
    public void Samples_share_all_the_time_that_is_missing()
    {
        Use(20);
        Raise(count: 20);
        Share();
        Assert.InRange(_ledger.YoungWeight, 20, long.MaxValue);
        Assert.Equal(_ledger.YoungWeight, _sink.Weight);
        Assert.Equal(0, _ledger.Open);
    }

    [Fact]
    public void Nothing_is_paid_when_nothing_is_missing()
    {
        Use(20);
        _ledger.DeliverLost(1_000_000);
        Raise(count: 20);
        Share();
        Assert.Equal(0, _sink.Weight);
    }

    // Rather than make one stack look like all of it.
    [Fact]
    public void Sample_stands_for_sixteen_ticks_at_most_and_the_rest_is_lost_in_the_end()
    {
        long most = 16 * TickDelay.Tick / Period;
        Use(most + 100);
        Raise(count: 1);
        Share();
        Assert.InRange(_sink.Weight, most - 1, most + 1);
        _ledger.Close();
        Assert.InRange(_ledger.UnseenWeight, 90, long.MaxValue);
        Assert.Equal(0, _ledger.Open);
    }

    [Fact]
    public void Samples_are_paid_once()
    {
        Use(5);
        Raise(count: 3);
        Share();
        long before = _sink.Weight;
        Use(5);
        Share();
        Assert.Equal(before, _sink.Weight);
        Raise(count: 3);
        Share();
        Assert.InRange(_sink.Weight, before + 1, long.MaxValue);
    }

    private void Share()
    {
        _ledger.ReadClock();
        _young.Take(_thread);
        _young.Share(bytesKept: 0);
    }

    private static void Use(long milliseconds)
    {
        for (long end = CpuClock.Read(CpuClock.Process) + (milliseconds * 1_000_000); CpuClock.Read(CpuClock.Process) < end;)
        {
            Thread.SpinWait(1000);
        }
    }

    private void Raise(int count)
    {
        Libc.SignalInfo info = new() { Signal = ActivationSignal.Number, Code = Libc.SI_TIMER, Value = SignalValue.Of(_thread.Block) };
        for (int i = 0; i < count; i++)
        {
            Assert.Equal(0, Libc.QueueSignal(Environment.ProcessId, Libc.GetThreadId(), info.Signal, &info));
        }
    }

    private sealed class WeightSink : ISampleSink
    {
        public long Weight { get; private set; }

        public void OnSample(in RawStack stack, int threadId, long weight, long labels) => Weight += weight;

        public void OnLost(long weight)
        {
        }
    }
}
