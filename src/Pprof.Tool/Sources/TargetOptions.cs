using System.CommandLine;
using System.CommandLine.Completions;
using Pprof.Tool.Targets;

namespace Pprof.Tool.Sources;

/// <summary>The options that name a running process.</summary>
internal sealed class TargetOptions
{
    private readonly Option<int?> _pid = new("--process-id", "--pid", "-p") { Description = "The number of a process.", HelpName = "PID" };
    private readonly Option<string?> _name = new("--name") { Description = "The name of a process, as 'dotnet pprof ps' shows it.", HelpName = "NAME" };

    public void AddTo(Command command)
    {
        _pid.CompletionSources.Add(_ => TargetSearch.All().Select(target => new CompletionItem($"{target.Pid}", detail: target.Name)));
        _name.CompletionSources.Add(_ => TargetSearch.All().Select(target => new CompletionItem(target.Name)));
        command.Add(_pid);
        command.Add(_name);
    }

    /// <summary>Null when none was named.</summary>
    /// <exception cref="ToolException">There is none, or more than one.</exception>
    public TargetProcess? Of(ParseResult parsed) => (parsed.GetValue(_pid), parsed.GetValue(_name)) switch
    {
        ({ } pid, null) => TargetSearch.ByPid(pid),
        (null, { } name) => TargetSearch.ByName(name),
        (null, null) => null,
        _ => throw new ToolException("Name the process by -p PID or by --name, not by both.", ExitCode.Usage),
    };
}
