using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using Pprof.Tool.Recording;
using Pprof.Tool.Targets;

namespace Pprof.Tool.Sources;

/// <summary>
/// How every command that looks at a profile is told which one: <c>FILE</c> or <c>URL</c> as argument, <c>-p PID</c> or <c>--name</c> for a process,
/// of which a profile is then recorded. A command makes one of these, adds it to itself, and asks it for the source when it runs.
/// </summary>
internal sealed class SourceOptions
{
    private readonly Argument<string[]> _sources = new("source")
    {
        Description = "A profile's file, '-' for the standard input, or an address such as http://host:5000/debug/pprof/heap; several are added up. With -p: the kind to record, cpu if none is named.",
        Arity = ArgumentArity.ZeroOrMore,
    };

    private readonly Option<double?> _seconds = new("--seconds", "-s") { Description = "With -p, or of an address: how long to record." };
    private readonly TargetOptions _target = new();
    private readonly UrlOptions _url = new();

    public void AddTo(Command command)
    {
        _sources.Validators.Add(RefuseOptions);
        command.Add(_sources);
        _target.AddTo(command);
        command.Add(_seconds);
        _url.AddTo(command);
    }

    /// <summary>The one source that was named.</summary>
    /// <exception cref="ToolException">None was, or there is no such process.</exception>
    public ProfileSource Of(ParseResult parsed) => AllOf(parsed) is [{ } one] ? one
        : throw new ToolException("More than one profile is named. Name one.", ExitCode.Usage);

    /// <summary>All sources that were named, in their order.</summary>
    /// <exception cref="ToolException">None was, or there is no such process.</exception>
    public IReadOnlyList<ProfileSource> AllOf(ParseResult parsed)
    {
        string[] named = parsed.GetValue(_sources) ?? [];
        if (_target.Of(parsed) is { } process)
        {
            return named.Length <= 1
                ? [new ProcessSource(process, PlanOf(named.FirstOrDefault(RecordKinds.Cpu), parsed.GetValue(_seconds)))]
                : throw new ToolException("Of a process one profile is recorded and shown. Name one kind.", ExitCode.Usage);
        }

        return named.Length > 0
            ? [.. named.Select(name => Of(parsed, name))]
            : throw new ToolException("Which profile? Name a file, an address, or a process with -p PID.", ExitCode.Usage);
    }

    /// <summary>The source of that name: for a second one, as the base of a difference.</summary>
    public ProfileSource Of(ParseResult parsed, string named) =>
        Uri.TryCreate(named, UriKind.Absolute, out Uri? address) && address.Scheme is "http" or "https"
            ? new UrlSource(WithSeconds(address, parsed.GetValue(_seconds)), _url.Of(parsed))
            : new FileSource(named);

    // As go tool pprof -seconds does; what the address says already stays.
    private static Uri WithSeconds(Uri address, double? seconds) => seconds is null || address.Query.Contains("seconds=", StringComparison.Ordinal) ? address
        : new UriBuilder(address) { Query = $"{address.Query.TrimStart('?')}{(address.Query.Length > 1 ? "&" : "")}seconds={Math.Ceiling(seconds.Value).ToString(CultureInfo.InvariantCulture)}" }.Uri;

    // An option that is not known would be taken for one more source.
    private static void RefuseOptions(ArgumentResult sources)
    {
        foreach (string word in sources.Tokens.Select(token => token.Value).Where(word => word.Length > 1 && word[0] == '-'))
        {
            sources.AddError($"There is no option '{word}'.");
        }
    }

    private static RecordPlan PlanOf(string kind, double? seconds)
    {
        if (!RecordKinds.All.ContainsKey(kind) || kind == RecordKinds.Trace)
        {
            string kinds = string.Join(", ", RecordKinds.All.Keys.Where(name => name != RecordKinds.Trace));
            throw new ToolException($"'{kind}' is no profile that can be recorded of a process and shown. There are {kinds}.", ExitCode.Usage);
        }

        return new RecordPlan([kind], RecordTime.Of(seconds, [kind]));
    }
}
