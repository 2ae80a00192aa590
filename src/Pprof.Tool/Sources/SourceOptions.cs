using System.CommandLine;

namespace Pprof.Tool.Sources;

/// <summary>
/// How every command that looks at a profile is told which one: <c>FILE</c> or <c>URL</c> as argument. A command makes one of these, adds it
/// to itself, and asks it for the source when it runs.
/// </summary>
internal sealed class SourceOptions
{
    private readonly Argument<string?> _source = new("source")
    {
        Description = "A profile's file, '-' for the standard input, or an address such as http://host:5000/debug/pprof/heap.",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private readonly UrlOptions _url = new();

    public void AddTo(Command command)
    {
        command.Add(_source);
        _url.AddTo(command);
    }

    /// <summary>The one source that was named.</summary>
    /// <exception cref="ToolException">None was.</exception>
    public ProfileSource Of(ParseResult parsed) => parsed.GetValue(_source) is { } named
        ? Of(parsed, named)
        : throw new ToolException("Which profile? Name a file, or an address.", ExitCode.Usage);

    /// <summary>The source of that name: for a second one, as the base of a difference.</summary>
    public ProfileSource Of(ParseResult parsed, string named) =>
        Uri.TryCreate(named, UriKind.Absolute, out Uri? address) && address.Scheme is "http" or "https"
            ? new UrlSource(address, _url.Of(parsed))
            : new FileSource(named);
}
