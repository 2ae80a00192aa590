using System.CommandLine;
using Microsoft.Diagnostics.NETCore.Client;
using Pprof.Reporting;

namespace Pprof.Tool.Output;

/// <summary>Writes what went wrong to the error output, and chooses the exit code.</summary>
internal static class Failure
{
    /// <summary>True for what a person can do something about. Anything else is a defect and keeps its stack trace.</summary>
    public static bool IsExpected(Exception failure) => failure is
        ToolException or OptionException or FormatException or IOException or UnauthorizedAccessException or HttpRequestException
        or OperationCanceledException or DiagnosticsClientException;

    public static int Tell(Exception failure)
    {
        Console.Error.WriteLine($"dotnet-pprof: {failure.Message}");
        return (int)CodeOf(failure);
    }

    public static int Tell(ParseResult parsed)
    {
        foreach (string message in parsed.Errors.Select(error => error.Message).Distinct())
        {
            Console.Error.WriteLine($"dotnet-pprof: {message}");
        }

        Console.Error.WriteLine($"dotnet-pprof: 'dotnet pprof {PathOf(parsed)}--help' shows how it is used.");
        return (int)ExitCode.Usage;
    }

    private static string PathOf(ParseResult parsed) =>
        parsed.CommandResult.Command is RootCommand ? "" : parsed.CommandResult.Command.Name + " ";

    private static ExitCode CodeOf(Exception failure) => failure switch
    {
        ToolException told => told.ExitCode,
        OptionException => ExitCode.Usage,
        FormatException => ExitCode.BadProfile,
        FileNotFoundException or DirectoryNotFoundException => ExitCode.NotFound,
        _ => ExitCode.Failed,
    };
}
