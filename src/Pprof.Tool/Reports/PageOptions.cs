using System.CommandLine;

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
        using MemoryStream profile = new(), html = new();
        loaded.Profile.WriteTo(profile);
        ProfilePageOptions options = new() { SampleType = parsed.GetValue(_sampleIndex), Limits = s_trusted };
        options.Title = parsed.GetValue(_title) ?? options.Title;
        try
        {
            ProfilePage.Write(html, profile.GetBuffer().AsMemory(0, (int)profile.Length), options);
        }
        catch (ArgumentException e)
        {
            throw new ToolException(e.Message, ExitCode.Usage);
        }

        return html.ToArray();
    }

    // What was read was within its limits; the page's nodes have their own.
    private static readonly ProfileLimits s_trusted = new()
        { MaxFrames = long.MaxValue, MaxTextLength = long.MaxValue };
}
