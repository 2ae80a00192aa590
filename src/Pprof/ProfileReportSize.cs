namespace Pprof;

/// <summary>How long a report may become, as <see cref="ProfileReport.WriteMarkdown"/> and <see cref="ProfileReport.WriteJson"/> write it.</summary>
public enum ProfileReportSize
{
    /// <summary>At most 24 KB: everything that helps, for a reader with room.</summary>
    Full = 0,

    /// <summary>At most 6 KB: what matters most, for a message or an assistant with little room.</summary>
    Short = 1,
}
