using Pprof.Format;

namespace Pprof.Export.Collecting;

/// <summary>
/// One of the profiles that are written, not recorded: what has happened since the last time, or for a profile of an
/// instant what there is
/// now. What was collected last is kept, and the next difference begins there: nothing is between two, nothing is in
/// both. Not two threads at once.
/// </summary>
internal sealed class DeltaSource(Profile profile, TimeProvider clock)
{
    // Of these the values only grow, so that differences mean something; of the heap what is alive is as at the end.
    private static readonly string[] s_growing = ["heap", "allocs", "block", "mutex", "exceptions", "latency", "goroutineleak", "threadcreate"];

    private readonly bool _grows = s_growing.Contains(profile.Name);
    private ProfileData? _last;
    private long _lastTime = clock.GetTimestamp();

    /// <summary>Whether it is recorded. Writing a profile of the heap that is not would switch it on.</summary>
    private bool IsRecorded => profile.Name is "heap" or "allocs"
        ? Profiling.Enabled.HasFlag(ProfileKinds.Heap)
        : profile.Needs == ProfileKinds.None || Profiling.Enabled.HasFlag(profile.Needs);

    /// <summary>What was counted up to now is in no difference.</summary>
    public void Begin()
    {
        _lastTime = clock.GetTimestamp();
        _last = _grows && IsRecorded ? Read(Collect()) : null;
    }

    /// <summary>Null when it is not recorded, or nothing has happened.</summary>
    public ExportedProfile? Take()
    {
        if (!IsRecorded)
        {
            return null;
        }

        byte[] file = Collect();
        return _grows ? TakeDelta(Read(file)) : new ExportedProfile(profile.Name, file, clock.GetUtcNow(), TimeSpan.Zero);
    }

    private ExportedProfile? TakeDelta(ProfileData now)
    {
        long time = clock.GetTimestamp();
        TimeSpan passed = clock.GetElapsedTime(_lastTime, time);
        DateTimeOffset start = clock.GetUtcNow() - passed;
        ProfileData empty = new() { SampleTypes = now.SampleTypes };
        ProfileData delta = ProfileDifference.Between(_last ?? empty, now, Nanoseconds(start - DateTimeOffset.UnixEpoch), Nanoseconds(passed));
        (_last, _lastTime) = (now, time);
        return delta.Samples.Count == 0 ? null : new ExportedProfile(profile.Name, Write(delta), start, passed);
    }

    private byte[] Collect()
    {
        using MemoryStream file = new();
        profile.WriteTo(file);
        return file.ToArray();
    }

    private static ProfileData Read(byte[] file) => ProfileDecoder.Read(file);

    private static byte[] Write(ProfileData delta)
    {
        using MemoryStream file = new();
        delta.WriteTo(file);
        return file.ToArray();
    }

    private static long Nanoseconds(TimeSpan time) => time.Ticks * TimeSpan.NanosecondsPerTick;
}
