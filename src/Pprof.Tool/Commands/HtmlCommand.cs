using System.CommandLine;
using Pprof.Tool.Reports;

namespace Pprof.Tool.Commands;

/// <summary><c>dotnet pprof html</c>: the profile as one page, with flame graph, table, callers and callees.</summary>
internal static class HtmlCommand
{
    public static Command Make()
    {
        ProfileInput input = new();
        PageOptions page = new();
        Option<string?> output = new("--output", "-o")
            { Description = "File to write the page to; without, it goes to the standard output.", HelpName = "FILE" };
        Command command = new("html", "Writes the profile as one HTML page: flame graph, table, callers and callees.")
            { output };
        input.AddTo(command);
        page.AddTo(command);
        command.SetAction(
            (parsed, cancellation) => WriteAsync(input, page, parsed, parsed.GetValue(output), cancellation));
        return command;
    }

    private static async Task<int> WriteAsync(
        ProfileInput input, PageOptions page, ParseResult parsed, string? output, CancellationToken cancellationToken)
    {
        byte[] html = page.Make(await input.ReadAsync(parsed, cancellationToken), parsed);
        if (output is null)
        {
            await using Stream terminal = Console.OpenStandardOutput();
            await terminal.WriteAsync(html, cancellationToken);
        }
        else
        {
            await File.WriteAllBytesAsync(output, html, cancellationToken);
        }

        return (int)ExitCode.Success;
    }
}
