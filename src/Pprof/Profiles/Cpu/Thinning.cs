namespace Pprof.Profiles.Cpu;

/// <summary>
/// Which of the samples that are taken for all recordings one of them keeps, when its own rate is lower: CPU time is
/// laid end to end and cut into
/// its periods, one point of each is drawn, and the sample on which it falls is kept for that period. One thread at a
/// time.
/// </summary>
/// <remarks>
/// The total is right to within one period, whatever the two rates are to each other, and every nanosecond is as likely
/// to be drawn as any
/// other. Every third sample would do for the total, but of three threads that take turns it would show one.
/// </remarks>
/// <param name="period">Nanoseconds of CPU time that a sample of the recording stands for.</param>
internal sealed class Thinning(long period)
{
    // From the beginning of the present period. The point of it lies behind the position until it has been passed.
    private long _position;
    private long _point = Random.Shared.NextInt64(period);

    /// <param name="weight">Of a sample.</param>
    /// <param name="samplePeriod">What a weight of 1 stands for, in nanoseconds.</param>
    /// <returns>Periods of the recording that the sample stands for; 0 when it is not kept.</returns>
    public long Keep(long weight, long samplePeriod)
    {
        if (samplePeriod == period)
        {
            return weight;
        }

        long kept = _point >= _position && _point < _position + (weight * samplePeriod) ? 1 : 0;
        _position += weight * samplePeriod;
        while (_position >= period)
        {
            _position -= period;
            _point = Random.Shared.NextInt64(period);
            kept += _point < _position ? 1 : 0;
        }

        return kept;
    }
}
