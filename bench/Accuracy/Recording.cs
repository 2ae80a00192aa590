using Pprof;
using Pprof.Format;

namespace Accuracy;

/// <summary>A profile of some work, and what the kernel says that the process used meanwhile.</summary>
internal sealed record Recording(ProfileData Profile, TimeSpan CpuUsed)
{
    /// <summary>Nanoseconds of all samples.</summary>
    public long Total => Profile.Samples.Sum(Nanoseconds);

    /// <summary>Profiles <paramref name="work"/>, which must have ended every thread it started when it returns.</summary>
    public static Recording Of(Action work, int frequency = 100)
    {
        using MemoryStream stream = new();
        CpuProfile.Start(stream, new CpuProfileOptions { Frequency = frequency });
        // getrusage: user and system time of all threads, living and dead.
        TimeSpan before = Environment.CpuUsage.TotalTime;
        work();
        TimeSpan used = Environment.CpuUsage.TotalTime - before;
        CpuProfile.Stop();
        stream.Position = 0;
        return new Recording(ProfileDecoder.Read(stream), used);
    }

    /// <summary>The second of the CPU profile's two values.</summary>
    public static long Nanoseconds(Sample sample) => sample.Values[1];

    /// <summary>Function names of a stack, leaf first.</summary>
    public static IReadOnlyList<string> Names(Sample sample) =>
        [.. sample.Locations.SelectMany(location => location.Lines).Select(line => line.Function.Name)];
}
