using System.Diagnostics;

namespace Pprof.Profiles.Cpu;

/// <summary>
/// Tells when the samples of a drain were taken: in the middle between it and the one before. Drains come ten times a second, so a sample
/// is some 50 ms off at most, and more only where the sampler's thread had to wait. <c>pprof cpu sampler</c>.
/// </summary>
internal sealed class DrainTimes
{
    private long _last = Stopwatch.GetTimestamp();

    /// <summary>All samples up to now were taken. By <see cref="Stopwatch"/>.</summary>
    public long Next()
    {
        long now = Stopwatch.GetTimestamp();
        long middle = _last + ((now - _last) / 2);
        _last = now;
        return middle;
    }
}
