namespace Pprof.AspNetCore.Tests;

/// <summary>A clock that a test sets.</summary>
internal sealed class Clock : TimeProvider
{
    private long _now;

    public double Seconds => (double)_now / TimestampFrequency;

    public override long TimestampFrequency => 1_000_000_000;

    public override long GetTimestamp() => _now;

    public void Pass(double seconds) => _now += (long)(seconds * TimestampFrequency);
}
