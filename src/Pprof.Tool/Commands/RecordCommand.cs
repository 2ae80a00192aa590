using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using Pprof.Tool.Output;
using Pprof.Tool.Recording;
using Pprof.Tool.Sources;

namespace Pprof.Tool.Commands;

/// <summary><c>dotnet pprof record</c>: profiles of a running process, of a server, or of a program that it starts.</summary>
internal sealed class RecordCommand
{
    private readonly Argument<string[]> _words = new("kinds")
    {
        Description = $"What to record, cpu if nothing is named: {string.Join(", ", RecordKinds.All.Keys)}. Or an address that serves profiles.",
        HelpName = "KIND|URL",
        Arity = ArgumentArity.ZeroOrMore,
    };

    private readonly Option<double?> _seconds = new("--seconds", "-s") { Description = "How long: 10 if not said, 1 for goroutine alone, to its end for a program that is started.", HelpName = "N" };
    private readonly Option<int> _hz = new("--hz") { Description = "CPU samples a second of CPU time, 1 to 1000.", HelpName = "N", DefaultValueFactory = _ => 100 };
    private readonly Option<double?> _windows = new("--windows", "-w") { Description = "Lets a CPU profile carry time, in windows of 0.1 to 1 seconds: the page then shows it, and a span of it alone.", HelpName = "N" };
    private readonly Option<bool> _threadLabels = new("--thread-labels") { Description = "Labels CPU samples with the name of their thread." };
    private readonly Option<string?> _output = new("--output", "-o") { Description = "The file; the folder if several kinds are recorded.", HelpName = "PATH" };
    private readonly Option<CpuProfileEngine> _engine = new("--engine") { Description = "How CPU samples are taken: auto, timers (CPU time), eventpipe (wall time of managed threads).", HelpName = "ENGINE" };
    private readonly Option<int> _rows = new("--nodecount", "-n") { Description = "How many functions to show of a single profile; 0 for none.", HelpName = "N", DefaultValueFactory = _ => 20 };
    private readonly Option<bool> _json = new("--json") { Description = "Say as JSON what was recorded." };
    private readonly TargetOptions _target = new();
    private readonly UrlOptions _url = new();
    private readonly IReadOnlyList<string> _program;

    private RecordCommand(IReadOnlyList<string> program) => _program = program;

    /// <param name="program">What stood after <c>--</c>.</param>
    public static Command Make(IReadOnlyList<string> program)
    {
        RecordCommand record = new(program);
        Command command = new("record", "Records profiles of a process, of a server, or of a program that it starts (after --).")
        {
            record._words, record._seconds, record._hz, record._windows, record._threadLabels, record._output, record._engine, record._rows, record._json,
        };
        record._words.CompletionSources.Add([.. RecordKinds.All.Keys]);
        record._target.AddTo(command);
        record._url.AddTo(command);
        command.SetAction((parsed, _) => record.RunAsync(parsed));
        return command;
    }

    private async Task<int> RunAsync(ParseResult parsed)
    {
        (IReadOnlyList<string> kinds, Uri? address) = RecordWords.Read(parsed.GetValue(_words) ?? []);
        IRecordingOrigin origin = OriginOf(parsed, address);
        double? seconds = parsed.GetValue(_seconds);
        TimeSpan duration = seconds is null && origin.EndsByItself ? TimeSpan.MaxValue : RecordTime.Of(seconds, kinds);
        RecordPlan plan = new(kinds, duration, HzOf(parsed), parsed.GetValue(_engine), WindowsOf(parsed), parsed.GetValue(_threadLabels));
        return await RecordAsync(parsed, origin, plan);
    }

    private async Task<int> RecordAsync(ParseResult parsed, IRecordingOrigin origin, RecordPlan plan)
    {
        using FileSink sink = new(OutputPaths.Of(plan.Kinds, parsed.GetValue(_output), origin.FileName));
        TimeSpan taken;
        using (IRunningRecording recording = origin.Start(plan, sink))
        {
            long start = Stopwatch.GetTimestamp();
            await RecordingRun.FinishAsync(recording, plan.Duration, $"{string.Join(", ", plan.Kinds)} of {origin.Name}");
            taken = Stopwatch.GetElapsedTime(start);
        }

        RecordReport report = new(origin.Name, taken, sink.Results);
        if (parsed.GetValue(_json))
        {
            report.WriteJson();
        }
        else
        {
            report.WriteText(parsed.GetValue(_rows));
        }

        return report.ExitCode == ExitCode.Success ? await origin.EndAsync() : (int)report.ExitCode;
    }

    private IRecordingOrigin OriginOf(ParseResult parsed, Uri? address)
    {
        IRecordingOrigin?[] named =
        [
            _target.Of(parsed) is { } process ? new ProcessOrigin(process) : null,
            address is null ? null : new UrlOrigin(address, _url.Of(parsed)),
            _program.Count == 0 ? null : new ChildOrigin(_program),
        ];
        IRecordingOrigin[] origins = [.. named.OfType<IRecordingOrigin>()];
        return origins.Length switch
        {
            1 => origins[0],
            0 => throw new ToolException("Of what? Name a process by -p PID or --name, an address, or a program to start: dotnet pprof record -- dotnet app.dll", ExitCode.Usage),
            _ => throw new ToolException("Name one of them: a process, an address, or a program to start.", ExitCode.Usage),
        };
    }

    private TimeSpan? WindowsOf(ParseResult parsed) => parsed.GetValue(_windows) switch
    {
        null => null,
        >= 0.1 and <= 1 and double seconds => TimeSpan.FromSeconds(seconds),
        double seconds => throw new ToolException(
            string.Create(CultureInfo.InvariantCulture, $"--windows {seconds} is no window of time: name one of 0.1 to 1 seconds. 0.5 suits a minute."), ExitCode.Usage),
    };

    private int HzOf(ParseResult parsed)
    {
        int hz = parsed.GetValue(_hz);
        return hz is >= CpuProfileOptions.MinFrequency and <= CpuProfileOptions.MaxFrequency ? hz : throw new ToolException(
            $"--hz {hz} is no rate of samples: name one from {CpuProfileOptions.MinFrequency} to {CpuProfileOptions.MaxFrequency}. 100 suit most questions.", ExitCode.Usage);
    }
}
