using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace Pprof.Tool.Commands;

/// <summary>The help of a command, and under it what one would type.</summary>
/// <param name="help">Usage and options.</param>
internal sealed class ExampleHelp(HelpAction help) : SynchronousCommandLineAction
{
    private const string OfRoot = "";
    private const int CommandWidth = 66;

    // By the command's name; each line is a command and what it is for.
    private static readonly Dictionary<string, (string Command, string Purpose)[]> s_examples = new()
    {
        [OfRoot] =
        [
            ("dotnet pprof ps", "which processes there are"),
            ("dotnet pprof record -p 1234", "where a process spends CPU time, ten seconds of it"),
            ("dotnet pprof top cpu.pb.gz", "the same of a file"),
        ],
        ["record"] =
        [
            ("dotnet pprof record -p 1234", "CPU time of the next ten seconds"),
            ("dotnet pprof record -p 1234 --seconds 30 -o cpu.pb.gz", "half a minute, into a file of that name"),
            ("dotnet pprof record --name Shop cpu heap goroutine -o now", "three kinds at once, into a folder"),
            ("dotnet pprof record -p 1234 goroutine", "what every thread and async operation is doing"),
            ("dotnet pprof record http://host:5000/debug/pprof/ heap", "of a server that serves profiles"),
            ("dotnet pprof record --hz 500 -- dotnet app.dll --its-argument", "a program from its first instruction to its end"),
        ],
        ["ps"] =
        [
            ("dotnet pprof ps", "all processes that this user may see"),
            ("sudo dotnet pprof ps", "those of all users and containers"),
            ("dotnet pprof ps --json | jq '.[] | select(.name == \"Shop\").pid'", "the number of one of them"),
        ],
        ["top"] =
        [
            ("dotnet pprof top cpu.pb.gz", "of a file"),
            ("dotnet pprof top -p 1234", "of a process, now"),
            ("dotnet pprof top -p 1234 allocs --seconds 5", "what it allocates in five seconds"),
        ],
        ["md"] =
        [
            ("dotnet pprof md cpu.pb.gz", "what a file says, for a person or an assistant"),
            ("dotnet pprof md -p 1234 --short", "of a process, in 6 KB"),
            ("dotnet pprof md heap2.pb.gz --diff-base heap1.pb.gz", "what grew between two"),
        ],
        ["mcp"] = [("dotnet pprof mcp", "what an assistant is told to start; docs/assistants.md says how")],
        ["json"] = [("dotnet pprof json cpu.pb.gz | jq '.ownLines[0]'", "the program's own line that costs most")],
        ["list"] =
        [
            ("dotnet pprof list 'Cart.Add' cpu.pb.gz", "the lines of a method, with time beside each"),
            ("dotnet pprof list 'Cart' cpu.pb.gz --source-path ~/shop", "where the sources are elsewhere now"),
        ],
        ["peek"] =
        [
            ("dotnet pprof peek 'Cart.Add' cpu.pb.gz", "who calls a method, and what it calls"),
        ],
        ["web"] =
        [
            ("dotnet pprof web cpu.pb.gz", "flame graph and tables in the browser"),
            ("dotnet pprof web -p 1234 heap", "of what a process holds now"),
        ],
        ["merge"] =
        [
            ("dotnet pprof merge host1.pb.gz host2.pb.gz -o all.pb.gz", "of several machines"),
        ],
        ["diff"] =
        [
            ("dotnet pprof diff before.pb.gz after.pb.gz -o change.pb.gz", "what became more and less"),
            ("dotnet pprof top --diff-base before.pb.gz after.pb.gz", "the same as a table"),
        ],
        ["convert"] =
        [
            ("dotnet pprof convert app.nettrace -o app.pb.gz", "what dotnet-trace recorded"),
            ("dotnet pprof convert cpu.pb.gz -o cpu.speedscope.json", "for www.speedscope.app"),
            ("dotnet pprof convert cpu.pb.gz -o cpu.folded", "for flamegraph.pl"),
        ],
        ["completion"] =
        [
            ("source <(dotnet-pprof completion bash)", "in ~/.bashrc"),
            ("source <(dotnet-pprof completion zsh)", "in ~/.zshrc, after compinit"),
            ("dotnet-pprof completion fish | source", "in ~/.config/fish/config.fish"),
        ],
    };

    public override int Invoke(ParseResult parseResult)
    {
        int result = help.Invoke(parseResult);
        Command command = parseResult.CommandResult.Command;
        if (s_examples.TryGetValue(command is RootCommand ? OfRoot : command.Name, out (string Command, string Purpose)[]? examples))
        {
            TextWriter output = parseResult.InvocationConfiguration.Output;
            output.WriteLine("Examples:");
            foreach ((string line, string purpose) in examples)
            {
                output.WriteLine($"  {line.PadRight(CommandWidth)} {purpose}");
            }

            output.WriteLine();
        }

        return result;
    }
}
