using System.CommandLine;

namespace Pprof.Tool.Commands;

/// <summary><c>dotnet-pprof completion SHELL</c>: what a shell has to be told once, so that it completes commands, options, kinds and processes.</summary>
internal static class CompletionCommand
{
    // Each asks the tool itself, by the directive that its command line understands: [suggest:POSITION] LINE.
    private const string Bash = """
        _dotnet_pprof() {
            local IFS=$'\n'
            COMPREPLY=($(compgen -W "$(dotnet-pprof "[suggest:${COMP_POINT}]" "${COMP_LINE}" 2>/dev/null)" -- "${COMP_WORDS[COMP_CWORD]}"))
        }
        complete -o default -F _dotnet_pprof dotnet-pprof
        """;

    private const string Zsh = """
        _dotnet_pprof() {
            local -a found=("${(@f)$(dotnet-pprof "[suggest:$CURSOR]" "$BUFFER" 2>/dev/null)}")
            compadd -a found
            _files
        }
        compdef _dotnet_pprof dotnet-pprof
        """;

    private const string Fish = """
        complete -c dotnet-pprof -a '(dotnet-pprof "[suggest:"(commandline -C)"]" (commandline) 2>/dev/null)'
        """;

    private static readonly Dictionary<string, string> s_scripts = new() { ["bash"] = Bash, ["zsh"] = Zsh, ["fish"] = Fish };

    public static Command Make()
    {
        Argument<string> shell = new("shell") { Description = "bash, zsh or fish." };
        shell.AcceptOnlyFromAmong([.. s_scripts.Keys]);
        Command command = new("completion", "Prints what makes a shell complete the words of this tool.") { shell };
        command.SetAction(parsed =>
        {
            Console.Out.WriteLine(s_scripts[parsed.GetValue(shell)!]);
            return (int)ExitCode.Success;
        });
        return command;
    }
}
