using System.CommandLine;
using Pprof.Format;
using Pprof.Reporting;

namespace Pprof.Tool.Reports;

/// <summary>What the page of a profile shows first.</summary>
internal sealed class PageOptions
{
    private readonly Option<string?> _title = new("--title")
        { Description = "Heading of the page.", HelpName = "TEXT" };
    private readonly Option<string?> _sampleIndex = new("--sample-index")
        { Description = "The value to show first.", HelpName = "NAME" };

    public void AddTo(Command command)
    {
        command.Add(_title);
        command.Add(_sampleIndex);
    }

    public byte[] Make(LoadedProfile loaded, ParseResult parsed)
    {
        using MemoryStream html = new();
        ProfilePageOptions options = new() { SampleType = parsed.GetValue(_sampleIndex) };
        options.Title = parsed.GetValue(_title) ?? options.Title;
        try
        {
            PageWriter.Write(html, PageContent.Of(new PageInput(DropFrames.Apply(loaded.Profile), new ReadBudget(ReadLimits.None, loaded.Bytes)), null, options));
        }
        catch (ArgumentException e)
        {
            throw new ToolException(e.Message, ExitCode.Usage);
        }

        return html.ToArray();
    }
}
