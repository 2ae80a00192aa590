using System.CommandLine;
using Pprof.Tool.Recording;
using Pprof.Tool.Targets;

namespace Pprof.Tool.Sources;

/// <summary>
/// How every command that looks at a profile is told which one: <c>FILE</c> or <c>URL</c> as argument, <c>-p PID</c> or <c>--name</c> for a process,
/// of which a profile is then recorded. A command makes one of these, adds it to itself, and asks it for the source when it runs.
/// </summary>
internal sealed class SourceOptions
{
    private readonly Argument<string?> _source = new("source")
    {
        Description = "A profile's file, '-' for the standard input, or an address such as http://host:5000/debug/pprof/heap. With -p: the kind to record, cpu if none is named.",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private readonly Option<double?> _seconds = new("--seconds", "-s") { Description = "With -p: how long to record." };
    private readonly TargetOptions _target = new();
    private readonly UrlOptions _url = new();

    public void AddTo(Command command)
    {
        command.Add(_source);
        _target.AddTo(command);
        command.Add(_seconds);
        _url.AddTo(command);
    }

    /// <summary>The one source that was named.</summary>
    /// <exception cref="ToolException">None was, or there is no such process.</exception>
    public ProfileSource Of(ParseResult parsed)
    {
        string? named = parsed.GetValue(_source);
        if (_target.Of(parsed) is { } process)
        {
            return new ProcessSource(process, PlanOf(named ?? RecordKinds.Cpu, parsed.GetValue(_seconds)));
        }

        return named is not null
            ? Of(parsed, named)
            : throw new ToolException("Which profile? Name a file, an address, or a process with -p PID.", ExitCode.Usage);
    }

    /// <summary>The source of that name: for a second one, as the base of a difference.</summary>
    public ProfileSource Of(ParseResult parsed, string named) =>
        Uri.TryCreate(named, UriKind.Absolute, out Uri? address) && address.Scheme is "http" or "https"
            ? new UrlSource(address, _url.Of(parsed))
            : new FileSource(named);

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
