namespace Pprof;

/// <summary>What <see cref="ProfileReport"/> adds up, and how much reading the file may cost.</summary>
public sealed class ProfileReportOptions
{
    /// <summary>Which value to add up, such as <c>alloc_space</c>; null for the one the profile names, else its last.</summary>
    public string? SampleType { get; set; }

    /// <summary>How much reading may cost; null for what a file of its size is worth.</summary>
    public ProfileLimits? Limits { get; set; }

    /// <summary>Heading of <see cref="ProfileReport.WriteMarkdown"/> and <see cref="ProfileReport.WriteJson"/>: which program, which machine.</summary>
    public string Title { get; set; } = "Profile";
}
