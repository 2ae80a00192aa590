using System.CommandLine;
using Pprof.Reporting;
using Pprof.Tool.Output;
using Pprof.Tool.Reports;

namespace Pprof.Tool.Commands;

/// <summary>
/// A command for each report: <c>dotnet pprof top</c>, <c>tree</c>, <c>peek RE</c>, <c>list RE</c>, <c>traces</c>,
/// <c>tags</c>, <c>raw</c>, <c>comments</c>, <c>dot</c>, <c>svg</c>.
/// </summary>
internal sealed class ViewCommand
{
    private readonly ReportKind _kind;
    private readonly bool _isPicture;
    private readonly ProfileInput _input = new();
    private readonly ReportOptionSet _options = new();
    private readonly Argument<string> _pattern = new("pattern")
        { Description = "Regular expression of the functions to show." };
    private readonly Option<string?> _output = new("--output", "-o")
        { Description = "File to write to, instead of the terminal.", HelpName = "FILE" };

    private ViewCommand(ReportKind kind, bool isPicture)
    {
        _kind = kind;
        _isPicture = isPicture;
    }

    public static IEnumerable<Command> All =>
    [
        Make("top", "Shows the functions that use the most: own value (flat), and with all they called (cum).",
            ReportKind.Top),
        Make("tree", "Shows each function with its callers above and what it calls below.", ReportKind.Tree),
        Make("peek", "Shows callers and callees of the functions that match.", ReportKind.Peek),
        Make("list", "Shows the source of the functions that match, with the value of each line.", ReportKind.List),
        Make("traces", "Shows every stack with its value and labels.", ReportKind.Traces),
        Make("tags", "Shows the labels with the values of their stacks.", ReportKind.Tags),
        Make("raw", "Shows everything that is in the file.", ReportKind.Raw),
        Make("comments", "Shows how the profile was taken, and what was lost.", ReportKind.Comments),
        Make("dot", "Writes the graph of calls for Graphviz.", ReportKind.Dot),
        Make("svg", "Writes the graph of calls as a picture; needs Graphviz.", ReportKind.Dot, isPicture: true),
    ];

    private static Command Make(string name, string description, ReportKind kind, bool isPicture = false)
    {
        ViewCommand report = new(kind, isPicture);
        Command command = new(name, description);
        if (report.HasPattern)
        {
            command.Add(report._pattern);
        }

        report._input.AddTo(command);
        report._options.AddTo(command);
        command.Add(report._output);
        command.SetAction(report.RunAsync);
        return command;
    }

    private bool HasPattern => _kind is ReportKind.Peek or ReportKind.List;

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        ReportOptions options = _options.Of(parsed, HasPattern ? parsed.GetValue(_pattern)! : "");
        LoadedProfile loaded = await _input.ReadAsync(parsed, cancellationToken);
        string? output = parsed.GetValue(_output);
        if (_isPicture)
        {
            await WritePictureAsync(loaded, options, output, cancellationToken);
        }
        else if (output is null)
        {
            await using StreamWriter text = Terminal();
            Write(text, loaded, options);
        }
        else
        {
            await using StreamWriter text = new(output);
            Write(text, loaded, options);
        }

        return (int)ExitCode.Success;
    }

    private void Write(TextWriter text, LoadedProfile loaded, ReportOptions options) => ReportWriter.Write(
        text, loaded.For(_kind), _kind, options, loaded.Budget, warning =>
            Console.Error.WriteLine($"dotnet-pprof: {warning}"));

    private async Task WritePictureAsync(
        LoadedProfile loaded, ReportOptions options, string? output, CancellationToken cancellationToken)
    {
        StringWriter graph = new();
        Write(graph, loaded, options);
        string picture = await Graphviz.DrawAsync(graph.ToString(), cancellationToken);
        if (output is null)
        {
            Console.Out.Write(picture);
        }
        else
        {
            await File.WriteAllTextAsync(output, picture, cancellationToken);
        }
    }

    // Console.Out flushes every line, which a report of 100,000 lines feels.
    private static StreamWriter Terminal() => new(Console.OpenStandardOutput(), bufferSize: 1 << 16) { NewLine = "\n" };
}
