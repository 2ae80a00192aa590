namespace Pprof;

/// <summary>What <see cref="ProfilePage"/> shows first.</summary>
public sealed class ProfilePageOptions
{
    /// <summary>Heading and window title: which program, which machine. Any text; it is shown as it is.</summary>
    public string Title { get; set; } = "Profile";

    /// <summary>The value to show first, such as <c>alloc_space</c>; null for the one the profile names, else its last. The page can switch to the others.</summary>
    public string? SampleType { get; set; }

    /// <summary>How much reading the profile may cost; null for what a file of its size is worth.</summary>
    public ProfileLimits? Limits { get; set; }
}
