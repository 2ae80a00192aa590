using Pprof.Format;
using Pprof.Reporting;

namespace Pprof.Tool.Reports;

/// <summary>A profile that was read.</summary>
/// <param name="Profile">Of all sources.</param>
/// <param name="Budget">Pays for what a report builds of it.</param>
/// <param name="Bytes">Size of all files.</param>
/// <param name="IsMerged">Equal stacks are one.</param>
internal sealed record LoadedProfile(ProfileData Profile, ReadBudget Budget, long Bytes, bool IsMerged)
{
    /// <summary>
    /// The profile with equal stacks made one, as the pprof tool does before anything else. For a table of functions of
    /// values above 0 that changes nothing, and of a
    /// large file it takes as long as the rest.
    /// </summary>
    public ProfileData For(ReportKind kind)
    {
        bool isTable =
            kind is ReportKind.Top or ReportKind.Tree or ReportKind.Peek or ReportKind.List or ReportKind.Comments;
        return IsMerged || (isTable && !Profile.Samples.Any(sample => sample.Values.Any(value => value < 0))) ? Profile
            : ProfileSet.Merge([Profile]);
    }
}
