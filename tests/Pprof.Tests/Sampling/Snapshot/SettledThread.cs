using Pprof.Sampling;

namespace Pprof.Tests.Sampling.Snapshot;

/// <summary>A thread that has come to rest: it used no CPU time between two looks while the kernel says that it waits.</summary>
internal sealed class SettledThread
{
    private readonly int _clock;
    private readonly long _time;

    private SettledThread(int clock, long time) => (_clock, _time) = (clock, time);

    public bool HasNotRun => CpuClock.Read(_clock) == _time;

    public static SettledThread Of(int osId)
    {
        int clock = CpuClock.OfThread(osId);
        long time = -1;
        SpinWait.SpinUntil(() =>
        {
            time = CpuClock.Read(clock);
            return SystemCallFile.TryRead(osId, out _) && CpuClock.Read(clock) == time;
        });
        return new SettledThread(clock, time);
    }
}
