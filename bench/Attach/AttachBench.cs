using System.Diagnostics;
using System.Globalization;
using BenchCommon;

namespace Attach;

/// <summary>The tool, the runtime team's own, and nothing, in turn, each on a fresh process.</summary>
internal static class AttachBench
{
    private const int RecordedSeconds = 5;
    private static readonly TimeSpan s_warmUp = TimeSpan.FromSeconds(3);

    public const string Explanation =
        "Two threads of mixed load (parsing, collections, allocation) on a fresh process each time; the three ways in turn. *first second* and *all the time*: work "
        + "done after the command was given, by work done in the three seconds before, per second; *nothing* says what chance makes of 1. *command to end*: until the "
        + "tool has shown its table (or dotnet-trace has ended; its file has to be converted yet), of which five seconds are recorded. Medians with 95 % intervals.";

    public static MarkdownTable Run(int rounds)
    {
        DotnetTrace? peer = DotnetTrace.Get();
        string trace = Path.Combine(ResultFile.RepositoryRoot(), "artifacts", "tools", "dotnet-trace");
        string tool = Path.Combine(AppContext.BaseDirectory, "dotnet-pprof.dll");
        string folder = Directory.CreateTempSubdirectory("bench-attach-").FullName;
        List<(string Name, Func<int, ProcessStartInfo?> Command)> ways =
        [
            ("nothing", _ => null),
            ("dotnet-pprof record cpu", pid => new("dotnet", [tool, "record", "-p", $"{pid}", "--seconds", $"{RecordedSeconds}", "-o", Path.Combine(folder, "cpu.pb.gz")])),
            ("the same with --engine eventpipe", pid => new("dotnet", [tool, "record", "-p", $"{pid}", "--seconds", $"{RecordedSeconds}", "--engine", "eventpipe", "-o", Path.Combine(folder, "wall.pb.gz")])),
        ];
        if (peer is not null)
        {
            ways.Add(($"dotnet-trace {peer.Version} collect", pid => new(trace, ["collect", "-p", $"{pid}", "--duration", $"00:00:00:{RecordedSeconds:00}", "-o", Path.Combine(folder, "t.nettrace")])));
        }

        Dictionary<string, List<Measured>> measured = ways.ToDictionary(way => way.Name, _ => new List<Measured>());
        for (int i = 0; i < rounds; i++)
        {
            ways.ForEach(way => measured[way.Name].Add(Measure(way.Command)));
        }

        Directory.Delete(folder, recursive: true);
        return Table(measured);
    }

    private static Measured Measure(Func<int, ProcessStartInfo?> command)
    {
        using Target target = new();
        Thread.Sleep(s_warmUp + TimeSpan.FromSeconds(1));
        double start = Target.Now();
        if (command(target.Pid) is { } line)
        {
            line.RedirectStandardOutput = line.RedirectStandardError = true;
            using Process process = Process.Start(line)!;
            _ = process.StandardError.ReadToEndAsync();
            process.StandardOutput.ReadToEnd();
            process.WaitForExit();
        }
        else
        {
            Thread.Sleep(TimeSpan.FromSeconds(RecordedSeconds + 1));
        }

        double end = Target.Now();
        Thread.Sleep(100);
        double usual = target.Between(start - s_warmUp.TotalSeconds, start) / s_warmUp.TotalSeconds;
        return new Measured(target.Between(start, start + 1) / usual, target.Between(start, end) / usual / (end - start), end - start);
    }

    private static MarkdownTable Table(Dictionary<string, List<Measured>> measured)
    {
        MarkdownTable table = new("way", "first second", "all the time", "command to end, s");
        foreach ((string way, List<Measured> rows) in measured)
        {
            table.Add(way, Text(rows, row => row.FirstSecond), Text(rows, row => row.AllTheTime), way == "nothing" ? "" : Text(rows, row => row.Seconds));
        }

        return table;
    }

    private static string Text(List<Measured> rows, Func<Measured, double> value)
    {
        double[] values = [.. rows.Select(value)];
        (double low, double high) = Statistics.MedianInterval(values);
        return string.Create(CultureInfo.InvariantCulture, $"{Statistics.Median(values):0.000} ({low:0.000} to {high:0.000})");
    }

    private sealed record Measured(double FirstSecond, double AllTheTime, double Seconds);
}
