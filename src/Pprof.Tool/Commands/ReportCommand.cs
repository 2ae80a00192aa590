using System.CommandLine;
using Pprof.Tool.Sources;

namespace Pprof.Tool.Commands;

/// <summary><c>dotnet pprof md</c> and <c>json</c>: the report that people and assistants read.</summary>
internal static class ReportCommand
{
    public static Command MakeMarkdown() => Make("md", "Tells what a profile says, as Markdown, in 24 KB at most.", (report, size) => report.WriteMarkdown(Console.Out, size));

    public static Command MakeJson() => Make("json", "Tells what a profile says, as JSON, in 24 KB at most.", (report, size) => report.WriteJson(Console.Out, size));

    private static Command Make(string name, string description, Action<ProfileReport, ProfileReportSize> write)
    {
        SourceOptions source = new();
        Option<bool> isShort = new("--short") { Description = "In 6 KB at most: what matters most." };
        Option<string?> sampleType = new("--sample-index") { Description = "The value to tell about, such as alloc_space." };
        Option<string?> other = new("--diff-base") { Description = "A file or an address of the same kind: tells what changed since." };
        Command command = new(name, description) { isShort, sampleType, other };
        source.AddTo(command);
        command.SetAction(async (parsed, cancellation) =>
        {
            ProfileSource? before = parsed.GetValue(other) is { } named ? source.Of(parsed, named) : null;
            ProfileReport report = await ReadAsync(source.Of(parsed), before, new() { SampleType = parsed.GetValue(sampleType) }, cancellation);
            write(report, parsed.GetValue(isShort) ? ProfileReportSize.Short : ProfileReportSize.Full);
            return (int)ExitCode.Success;
        });
        return command;
    }

    // What does not fit the profile, or each other, the library says in a sentence.
    private static async Task<ProfileReport> ReadAsync(ProfileSource source, ProfileSource? other, ProfileReportOptions options, CancellationToken cancellationToken)
    {
        using MemoryStream profile = new(await source.ReadAsync(cancellationToken));
        using MemoryStream? before = other is null ? null : new(await other.ReadAsync(cancellationToken));
        try
        {
            return before is null ? ProfileReport.Read(profile, options) : ProfileReport.ReadDifference(profile, before, options);
        }
        catch (ArgumentException e)
        {
            throw new ToolException(e.Message, ExitCode.Usage);
        }
    }
}
