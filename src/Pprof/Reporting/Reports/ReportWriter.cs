using System.Text.RegularExpressions;
using Pprof.Format;

namespace Pprof.Reporting;

/// <summary>Writes any report of a profile as text: the door of this folder.</summary>
internal static class ReportWriter
{
    /// <param name="output">Receives the text.</param>
    /// <param name="profile">Not changed.</param>
    /// <param name="kind">Which report.</param>
    /// <param name="options">As a person gave them; each report takes what it needs.</param>
    /// <param name="budget">Pays for tables and texts.</param>
    /// <param name="warn">Is told what has no effect, such as a pattern that matches nothing.</param>
    /// <exception cref="OptionException">An option makes no sense for this profile.</exception>
    /// <exception cref="ProfileFormatException">The report would take more than the budget.</exception>
    public static void Write(
        TextWriter output, ProfileData profile, ReportKind kind, ReportOptions options, ReadBudget budget,
        Action<string> warn)
    {
        profile = DropFrames.Apply(profile);
        if (kind == ReportKind.Comments)
        {
            WriteComments(output, profile);
            return;
        }

        Regex? symbol = SymbolOf(kind, options);
        Report report = Report.Make(profile, options.For(kind), budget, warn);
        Write(output, report, kind, symbol);
    }

    private static void Write(TextWriter output, Report report, ReportKind kind, Regex? symbol)
    {
        switch (kind)
        {
            case ReportKind.Top:
                TopReport.Write(output, report);
                break;
            case ReportKind.Tree or ReportKind.Peek:
                TreeReport.Write(output, report, symbol);
                break;
            case ReportKind.List:
                new ListReport(output, report, new ListedSources(report.Profile, report.Options)).Write(symbol!);
                break;
            case ReportKind.Traces:
                TracesReport.Write(output, report);
                break;
            case ReportKind.Tags:
                TagsReport.Write(output, report);
                break;
            case ReportKind.Raw:
                RawReport.Write(output, report.Profile, report.Budget);
                break;
            case ReportKind.Dot:
                new DotReport(output, report).Write();
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(kind), kind, "There is no such report.");
        }
    }

    private static Regex? SymbolOf(ReportKind kind, ReportOptions options) => kind is ReportKind.Peek or ReportKind.List
        ? Pattern.Compile(options.Symbol, kind == ReportKind.Peek ? "peek" : "list")
        : null;

    // A comment may have several lines: what is dangerous in them is escaped, the breaks stay.
    private static void WriteComments(TextWriter output, ProfileData profile)
    {
        foreach (string line in profile.Comments.SelectMany(comment => comment.Split('\n')))
        {
            output.WriteLine(DisplayText.EscapeLine(line));
        }
    }
}
