using System.CommandLine;
using Pprof.Tool.Commands;
using Pprof.Tool.Output;
using Pprof.Tool.Words;

namespace Pprof.Tool;

/// <summary>The command <c>dotnet pprof</c>: hands the words typed to the command they name.</summary>
internal static class Program
{
    private const string EndOfWords = "--";

    // Who asks how a command is used need not use it rightly.
    private static readonly string[] s_helpWords = ["--help", "-h", "-?"];

    // Failures are told in one place, as remedies; a command that records ends by Ctrl-C on its own terms.
    private static readonly InvocationConfiguration s_invocation = new() { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null };

    public static Task<int> Main(string[] args) => RunAsync(args, CancellationToken.None);

    /// <summary>Runs one command line; what goes wrong is written to the error output, never thrown.</summary>
    /// <returns>One of <see cref="ExitCode"/>.</returns>
    public static async Task<int> RunAsync(string[] args, CancellationToken cancellationToken)
    {
        int end = Array.IndexOf(args, EndOfWords);
        string[] words = end < 0 ? args : args[..end];
        RootCommand root = CommandTree.Make(end < 0 ? [] : args[(end + 1)..]);
        HashSet<string> commands = [.. root.Subcommands.Select(command => command.Name)];
        ParseResult parsed = root.Parse(PprofWords.Translate(words, commands));
        if (parsed.Errors.Count > 0 && !words.Any(s_helpWords.Contains))
        {
            return Failure.Tell(parsed);
        }

        try
        {
            return await parsed.InvokeAsync(s_invocation, cancellationToken);
        }
        catch (Exception failure) when (Failure.IsExpected(failure))
        {
            return Failure.Tell(failure);
        }
    }
}
