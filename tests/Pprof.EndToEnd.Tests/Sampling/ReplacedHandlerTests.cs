using Pprof.Interop;
using Pprof.Sampling;
using Xunit;

namespace Pprof.EndToEnd.Tests.Sampling;

public sealed unsafe class ReplacedHandlerTests : IDisposable
{
    private readonly Libc.SignalAction _ours;

    public ReplacedHandlerTests()
    {
        ActivationSignal.Install();
        Libc.SignalAction ours;
        Assert.Equal(0, Libc.SigAction(ActivationSignal.Number, null, &ours));
        _ours = ours;
    }

    public void Dispose() => SetHandler(_ours.Handler);

    [Fact]
    public void Start_refuses_when_another_handler_swallows_the_signal()
    {
        SetHandler(ActivationSignal.RuntimeHandler);
        string message = Assert.Throws<PlatformNotSupportedException>(() => CpuSampler.Start(100, new CountingSink())).Message;
        Assert.Contains("replaced its handler", message, StringComparison.Ordinal);
        SetHandler(_ours.Handler);
        using CpuSampler sampler = CpuSampler.Start(100, new CountingSink());
        sampler.Stop();
    }

    [Fact]
    public void Handler_stays_in_place_after_Stop()
    {
        using (CpuSampler sampler = CpuSampler.Start(100, new CountingSink()))
        {
            sampler.Stop();
        }

        Libc.SignalAction now;
        Assert.Equal(0, Libc.SigAction(ActivationSignal.Number, null, &now));
        Assert.Equal(_ours.Handler, now.Handler);
    }

    private void SetHandler(nint handler)
    {
        Libc.SignalAction action = _ours;
        action.Handler = handler;
        Assert.Equal(0, Libc.SigAction(ActivationSignal.Number, &action, null));
    }
}
