using System.CommandLine;
using System.CommandLine.Help;

namespace Pprof.Tool.Commands;

/// <summary>All commands there are. Each has a file of its own in this folder.</summary>
internal static class CommandTree
{
    /// <param name="program">What stood after <c>--</c>: a program to start, with its arguments.</param>
    public static RootCommand Make(IReadOnlyList<string> program)
    {
        RootCommand root = new("Profiles a running .NET process, and shows where its CPU time, memory and waiting go.")
        {
            RecordCommand.Make(program),
            PsCommand.Make(),
        };
        Command[] looking =
        [
            .. ViewCommand.All, WebCommand.Make(), HtmlCommand.Make(), ReportCommand.MakeMarkdown(), ReportCommand.MakeJson(),
        ];
        Command[] files = [MergeCommand.Merge(), MergeCommand.Diff(), ConvertCommand.Make()];
        foreach (Command command in looking.Concat(files).Append(McpCommand.Make()).Append(CompletionCommand.Make()))
        {
            root.Add(command);
        }

        HelpOption help = root.Options.OfType<HelpOption>().Single();
        help.Action = new ExampleHelp((HelpAction)help.Action!);
        return root;
    }
}
