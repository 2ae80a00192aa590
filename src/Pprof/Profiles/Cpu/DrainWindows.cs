using System.Diagnostics;

namespace Pprof.Profiles.Cpu;

/// <summary>
/// Tells of which window of time the samples of a drain are: that of the middle between it and the one before. Drains come ten times a
/// second, so a sample is some 50 ms off at most, and more only where the sampler's thread had to wait. <c>pprof cpu sampler</c>.
/// </summary>
internal sealed class DrainWindows(TimeSpan width)
{
    private readonly long _start = Stopwatch.GetTimestamp();
    private long _last = Stopwatch.GetTimestamp();

    /// <summary>All samples up to now were taken. Counted from 0.</summary>
    public int Next()
    {
        long now = Stopwatch.GetTimestamp();
        long middle = _last + ((now - _last) / 2);
        _last = now;
        return (int)(Stopwatch.GetElapsedTime(_start, middle) / width);
    }
}
