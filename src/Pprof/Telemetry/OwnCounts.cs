namespace Pprof.Telemetry;

/// <summary>What the library has done since the process began, for its own metrics. Any thread; allocates
/// nothing.</summary>
internal static class OwnCounts
{
    private static long s_samples;
    private static long s_sampledNanoseconds;
    private static long s_lostNanoseconds;

    /// <summary>Samples of CPU time that were walked. One that several recordings keep is one.</summary>
    public static long Samples => Interlocked.Read(ref s_samples);

    /// <summary>CPU time that they stand for.</summary>
    public static long SampledNanoseconds => Interlocked.Read(ref s_sampledNanoseconds);

    /// <summary>CPU time of which there is no sample, whatever the cause.</summary>
    public static long LostNanoseconds => Interlocked.Read(ref s_lostNanoseconds);

    public static void AddSamples(long samples, long nanoseconds)
    {
        Interlocked.Add(ref s_samples, samples);
        Interlocked.Add(ref s_sampledNanoseconds, nanoseconds);
    }

    public static void AddLost(long nanoseconds) => Interlocked.Add(ref s_lostNanoseconds, nanoseconds);
}
