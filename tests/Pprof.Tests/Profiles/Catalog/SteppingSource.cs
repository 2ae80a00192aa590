using Pprof.Format;
using Pprof.Profiles.Catalog;

namespace Pprof.Tests.Profiles.Catalog;

/// <summary>A profile that holds one more thing each time it is written, and notes what was recorded meanwhile.</summary>
internal sealed class SteppingSource(ProfileSwitches switches) : IProfileSource
{
    private int _writes;

    public int Count => _writes;

    public ProfileKinds Needs => ProfileKinds.Tasks;

    public List<ProfileKinds> EnabledAtWrites { get; } = [];

    public Action? OnWrite { get; set; }

    public void WriteTo(Stream stream, int debug)
    {
        OnWrite?.Invoke();
        EnabledAtWrites.Add(switches.Enabled);
        _writes++;
        new ProfileData
        {
            SampleTypes = [new SampleType("things", "count")],
            Samples = [new Sample { Values = [_writes] }],
            TimeNanos = _writes * 1000,
        }.WriteTo(stream);
    }
}
