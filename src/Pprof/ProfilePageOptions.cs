namespace Pprof;

/// <summary>What <see cref="ProfilePage"/> shows first, and what it holds besides the profile.</summary>
public sealed class ProfilePageOptions
{
    /// <summary>Heading and window title: which program, which machine. Any text; it is shown as it is.</summary>
    public string Title { get; set; } = "Profile";

    /// <summary>
    /// The value to show first, such as <c>alloc_space</c>; null for the one the profile names, else its last. The page can switch to the others.
    /// </summary>
    public string? SampleType { get; set; }

    /// <summary>
    /// True: source lines around those that the profile names stand in the page, when they are found: below <see cref="SourcePaths"/>, at the
    /// recorded path, or in the PDB of an assembly that the profile names (<c>EmbedAllSources</c>). False, the default: no file is read.
    /// Up to 4 million characters. Whoever has the page can then read these lines; the names of the files come from the profile, so leave it off
    /// for profiles of people you do not trust.
    /// </summary>
    public bool ShowSources { get; set; }

    /// <summary>
    /// Folders with sources, tried before the recorded path: of <c>/build/src/Shop/Cart.cs</c>, <c>build/src/Shop/Cart.cs</c> is looked for
    /// below each, then <c>src/Shop/Cart.cs</c>, and so on. None by default.
    /// </summary>
    public IReadOnlyList<string> SourcePaths { get; set; } = [];

    /// <summary>How much reading the profile may cost; null for what a file of its size is worth.</summary>
    public ProfileLimits? Limits { get; set; }

    /// <summary>
    /// How many frames the page keeps with all their callers; 500,000 by default, which a browser draws in about a second. Of a larger profile the
    /// lightest stacks lose the callers in between, for which one frame <c>[left out]</c> stands: totals and flat values stay exact, and
    /// the page says how much has lost callers.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is below 1,000.</exception>
    public int MaxFrames
    {
        get;
        set => field = value >= 1000 ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, $"{nameof(MaxFrames)} must be at least 1,000; 500,000 suit a browser.");
    } = 500_000;

    /// <summary>
    /// Where the profile itself can be had, relative to the page, or null: a link on the page for as long as the page is served. A page that
    /// was saved and is opened as a file does not show it.
    /// </summary>
    public string? DownloadAddress { get; set; }

    /// <summary>
    /// Of a difference: true to begin with the profile's values scaled to the total of the base, as <c>-normalize</c> does, which shows
    /// shares that changed where the load differs. The page has a button for it.
    /// </summary>
    public bool Normalize { get; set; }
}
