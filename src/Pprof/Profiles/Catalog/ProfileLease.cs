namespace Pprof.Profiles.Catalog;

/// <summary>Kinds of recording kept on until it is disposed. Any thread.</summary>
internal sealed class ProfileLease(ProfileSwitches switches, ProfileKinds kinds) : IDisposable
{
    private ProfileSwitches? _switches = switches;

    public void Dispose() => Interlocked.Exchange(ref _switches, null)?.EndLease(kinds);
}
