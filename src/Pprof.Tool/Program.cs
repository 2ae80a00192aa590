using System.CommandLine;
using Pprof.Tool.Commands;
using Pprof.Tool.Output;

namespace Pprof.Tool;

/// <summary>The command <c>dotnet pprof</c>: hands the words typed to the command they name.</summary>
internal static class Program
{
    public static Task<int> Main(string[] args) => RunAsync(args, CancellationToken.None);

    /// <summary>Runs one command line; what goes wrong is written to the error output, never thrown.</summary>
    /// <returns>One of <see cref="ExitCode"/>.</returns>
    public static async Task<int> RunAsync(string[] args, CancellationToken cancellationToken)
    {
        ParseResult parsed = CommandTree.Make().Parse(args);
        if (parsed.Errors.Count > 0)
        {
            return Failure.Tell(parsed);
        }

        try
        {
            return await parsed.InvokeAsync(Invocation, cancellationToken);
        }
        catch (Exception failure) when (Failure.IsExpected(failure))
        {
            return Failure.Tell(failure);
        }
    }

    // Failures are told in one place, as remedies; a command that records ends by Ctrl-C on its own terms.
    private static InvocationConfiguration Invocation { get; } = new() { EnableDefaultExceptionHandler = false };
}
