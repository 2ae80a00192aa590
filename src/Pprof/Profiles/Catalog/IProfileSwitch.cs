namespace Pprof.Profiles.Catalog;

/// <summary>Turns one kind of recording on and off. Called under the gate of <see cref="ProfileSwitches"/>.</summary>
internal interface IProfileSwitch
{
    ProfileKinds Kind { get; }

    /// <summary>Null when it is on now; else one sentence: why it cannot be, and what to do. Never throws. Not called while it is on.</summary>
    string? TryEnable();

    /// <summary>Keeps what was recorded. Not called while it is off.</summary>
    void Disable();
}
