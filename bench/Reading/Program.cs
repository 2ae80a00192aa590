using System.Globalization;
using BenchCommon;
using ReadingBench;

// Reading a large profile and its table: this command beside go tool pprof, in turns. Argument: --short.
if (args.Except(["--short"]).Any())
{
    Console.Error.WriteLine("Usage: dotnet run -c Release --project bench/Reading [-- --short]");
    return 2;
}

bool isShort = args.Contains("--short");
int rounds = isShort ? 2 : 5;
string tool = Path.Combine(AppContext.BaseDirectory, "dotnet-pprof.dll");
string goTool = Path.Combine(MeasuredRun.Of("go", "env", "GOTOOLDIR").Output.Trim(), "pprof");
MarkdownTable table = new(
    "file MB", "samples", "dotnet pprof s", "go tool pprof s", "time, ratio", "processor, ratio", "dotnet pprof MB",
    "go tool pprof MB");
foreach (long megabytes in isShort ? [5L] : new[] { 1L, 10L, 50L })
{
    string file = Path.Combine(Path.GetTempPath(), $"reading-bench-{Environment.ProcessId}.pb.gz");
    int samples = LargeFile.Write(file, megabytes);
    List<MeasuredRun> ours = [], theirs = [];
    for (int i = 0; i < rounds; i++)
    {
        ours.Add(MeasuredRun.Of("dotnet", tool, "top", "-n", "20", file));
        theirs.Add(MeasuredRun.Of(goTool, "-top", "-nodecount=20", "-symbolize=none", file));
    }

    if (ours[0].Output.Split('\n')[^2] != theirs[0].Output.Split('\n')[^2])
    {
        throw new InvalidOperationException("The two tables differ.");
    }

    double Of(List<MeasuredRun> runs, Func<MeasuredRun, double> figure) => Statistics.Median([.. runs.Select(figure)]);
    string Number(double value, string format = "0.00") => value.ToString(format, CultureInfo.InvariantCulture);
    table.Add(
        $"{megabytes}", samples.ToString("#,##0", CultureInfo.InvariantCulture), Number(Of(ours, run => run.Seconds)),
            Number(Of(theirs, run => run.Seconds)),
        Number(Of(ours, run => run.Seconds) / Of(theirs, run => run.Seconds)),
            Number(Of(ours, run => run.ProcessorSeconds) / Of(theirs, run => run.ProcessorSeconds)),
        Number(Of(ours, run => run.PeakMegabytes), "#,##0"), Number(Of(theirs, run => run.PeakMegabytes), "#,##0"));
    File.Delete(file);
}

ResultFile results = new(
    isShort ? "reading-short"
    : "reading", "Reading a large profile",
    string.Join(' ', ["dotnet run -c Release --project bench/Reading", .. args.Length > 0 ? ["--", .. args] : args]));
results.Add(
    "From the file to the table",
    "Medians of runs in turns: `dotnet pprof top -n 20 FILE` and `go tool pprof -top -nodecount=20 FILE`, whole processes with their start. Ratios below 1 mean that this command is faster. Memory is the largest resident size. "
    + "The last line of both tables is equal.",
    table);
return 0;
