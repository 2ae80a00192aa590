using System.Diagnostics;
using System.Globalization;
using BenchCommon;
using Pprof.Format;

namespace Accuracy.Perf;

/// <summary>Self time by function, ours and that of Linux's own profiler, of the same seconds of the same process.</summary>
internal static class PerfBench
{
    public const string Explanation =
        "Mixed load, 2 threads, `perf record -e cpu-clock -F 199 -g` and our 100 Hz at once (methods named by the runtime's map file; framework compiled at run time, " +
        "so that it is in that file). Percent of all samples whose leaf is there; native code by library; time in the kernel belongs to the instruction that entered it. " +
        "*Placed differently* is half the sum of all differences; *by chance* is what two sets of as many samples differ by when nothing is wrong.";

    private const int Rows = 20;

    public static MarkdownTable Run(Options options)
    {
        MarkdownTable table = new("function", "perf %", "ours %", "difference");
        if (!HasPerf())
        {
            return table.Add("perf is not installed here", "", "", "");
        }

        (Shares theirs, Shares ours) = Measure(options.IsShort ? 5 : 40);
        foreach (string key in theirs.Parts.OrderByDescending(pair => pair.Value).Take(Rows).Select(pair => pair.Key))
        {
            table.Add($"`{Shorten(key)}`", Percent(theirs[key]), Percent(ours[key]), Percent(ours[key] - theirs[key]));
        }

        table.Add("all functions: placed differently", "", "", Percent(theirs.DistanceTo(ours)));
        table.Add("by chance", "", "", Percent(theirs.DistanceByChance(theirs.Count, ours.Count)));
        return table.Add("samples", $"{theirs.Count}", $"{ours.Count}", "");
    }

    private static (Shares Theirs, Shares Ours) Measure(int seconds)
    {
        string folder = Directory.CreateTempSubdirectory("accuracy").FullName;
        string data = Path.Combine(folder, "perf.data");
        string profile = Path.Combine(folder, "cpu.pb.gz");
        using Process child = StartChild(seconds, profile);
        WaitFor(child, "ready");
        using Process perf = Start("perf", ["record", "-q", "-e", "cpu-clock", "-F", "199", "-g", "-p", $"{child.Id}", "-o", data, "--", "sleep", $"{seconds}"]);
        child.StandardInput.WriteLine("go");
        WaitFor(child, "done");
        perf.WaitForExit();
        child.StandardInput.WriteLine("stop");
        using Process script = Start("perf", ["script", "-i", data, "-F", "ip,sym,dso"]);
        var result = (new Shares(PerfScript.Leaves(Lines(script.StandardOutput)).Select(key => (key, 1L))), new Shares(Leaves(profile)));
        child.WaitForExit();
        Directory.Delete(folder, recursive: true);
        return result;
    }

    private static Process StartChild(int seconds, string profile)
    {
        ProcessStartInfo start = new(Environment.ProcessPath!, [PerfChild.Argument, $"{seconds}", profile]) { RedirectStandardOutput = true, RedirectStandardInput = true };
        start.Environment["DOTNET_PerfMapEnabled"] = "1";
        start.Environment["DOTNET_ReadyToRun"] = "0";
        // Double-mapped code lies in a file without symbols, and perf would not look into the map file for it.
        start.Environment["DOTNET_EnableWriteXorExecute"] = "0";
        return Process.Start(start)!;
    }

    private static IEnumerable<(string Key, long Samples)> Leaves(string path)
    {
        using FileStream file = File.OpenRead(path);
        foreach (Sample sample in ProfileDecoder.Read(file).Samples.Where(sample => sample.Locations.Count > 0 && Recording.Names(sample) is not ["[lost]"]))
        {
            yield return (KeyOf(sample.Locations[0]), sample.Values[0]);
        }
    }

    private static string KeyOf(Location leaf) => SelfTime.OfLibrary(leaf.Mapping?.FileName ?? "") ?? leaf.Lines switch
    {
        [{ Function: { SystemName: { Length: > 0 } name } }, ..] when name.EndsWith(')') => SelfTime.OfSystemName(name),
        // perf knows no kinds of stubs.
        [{ Function: { Name: ['[', ..] } }, ..] => "[stub]",
        [var line, ..] => line.Function.Name,
        _ => "[no name]",
    };

    private static void WaitFor(Process child, string word)
    {
        while (child.StandardOutput.ReadLine() is { } line)
        {
            if (line == word)
            {
                return;
            }
        }

        throw new InvalidOperationException($"The profiled process ended before it printed '{word}'.");
    }

    private static Process Start(string file, string[] arguments) => Process.Start(new ProcessStartInfo(file, arguments) { RedirectStandardOutput = true })!;

    private static IEnumerable<string> Lines(StreamReader reader)
    {
        while (reader.ReadLine() is { } line)
        {
            yield return line;
        }
    }

    private static bool HasPerf() => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Any(folder => File.Exists(Path.Combine(folder, "perf")));

    private static string Shorten(string name) => name.Length <= 90 ? name : name[..30] + "…" + name[^59..];

    private static string Percent(double value) => (100 * value).ToString("0.0", CultureInfo.InvariantCulture);
}
