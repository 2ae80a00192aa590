using Pprof.Profiles.Catalog;

namespace Pprof.Agent.Recordings;

/// <summary>What happens to a predefined profile from now on: allocations, waits, exceptions, started threads.</summary>
internal sealed class IntervalRecording : IRecording
{
    private readonly Stream _stream;
    private readonly ProfileInterval _interval;
    private readonly ProfileKinds _switchedOn;

    public IntervalRecording(Stream stream, string name)
    {
        Profile profile = Profile.Lookup(name) ?? throw new ArgumentException($"There is no profile '{name}'.");
        ProfileKinds before = Profiling.Enabled;
        _stream = stream;
        _interval = profile.BeginInterval();
        _switchedOn = Profiling.Enabled & ~before;
        EnsureOn(name, name is "heap" or "allocs" ? ProfileKinds.Heap : profile.Needs);
    }

    public void Write() => _interval.WriteTo(_stream);

    public void Dispose()
    {
        _interval.Dispose();

        // That of the heap stays on after its first use, which is right for a program and not for one that was only looked at.
        Profiling.Disable(_switchedOn);
    }

    // Without its recording the profile would be empty, and look as if nothing had happened.
    private void EnsureOn(string name, ProfileKinds needed)
    {
        if (!Profiling.Enabled.HasFlag(needed))
        {
            string reason = Profiling.NotEnabledReason(needed) ?? "it could not be switched on.";
            Dispose();
            throw new InvalidOperationException($"'{name}' cannot be recorded: {reason}");
        }
    }
}
