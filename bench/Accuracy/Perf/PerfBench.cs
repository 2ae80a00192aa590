using System.Diagnostics;
using System.Globalization;
using BenchCommon;
using Pprof.Format;

namespace Accuracy.Perf;

/// <summary>Self time by function, ours and that of Linux's own profiler, of the same seconds of the same process.</summary>
internal static class PerfBench
{
    public const string Explanation =
        "Mixed load, 2 threads, with `perf record -e cpu-clock -F 199` (methods named by the runtime's map file, framework compiled at run time so that it is " +
        "in that file) and our 100 Hz at once. Percent of all samples whose leaf is there; native code by library. Kernel time is a row of its own for perf; " +
        "we count it at the instruction that entered the kernel. *Difference* is half the sum of all differences: the share of time the two place differently.";

    private const int Rows = 20;

    public static MarkdownTable Run(Options options)
    {
        MarkdownTable table = new("function", "perf %", "ours %", "difference");
        if (!HasPerf())
        {
            return table.Add("perf is not installed here", "", "", "");
        }

        (Dictionary<string, double> theirs, Dictionary<string, double> ours) = Measure(options.IsShort ? 5 : 30);
        foreach (string key in theirs.OrderByDescending(pair => pair.Value).Take(Rows).Select(pair => pair.Key))
        {
            Add(table, key, theirs[key], ours.GetValueOrDefault(key));
        }

        double distance = theirs.Keys.Union(ours.Keys).Sum(key => Math.Abs(theirs.GetValueOrDefault(key) - ours.GetValueOrDefault(key))) / 2;
        return table.Add("all functions: placed differently", "", "", Number(distance));
    }

    private static (Dictionary<string, double> Theirs, Dictionary<string, double> Ours) Measure(int seconds)
    {
        string folder = Directory.CreateTempSubdirectory("accuracy").FullName;
        string data = Path.Combine(folder, "perf.data");
        string profile = Path.Combine(folder, "cpu.pb.gz");
        using Process child = StartChild(seconds, profile);
        WaitFor(child, "ready");
        using Process perf = Start("perf", ["record", "-q", "-e", "cpu-clock", "-F", "199", "-p", $"{child.Id}", "-o", data, "--", "sleep", $"{seconds}"]);
        child.StandardInput.WriteLine("go");
        WaitFor(child, "done");
        perf.WaitForExit();
        child.StandardInput.WriteLine("stop");
        using Process script = Start("perf", ["script", "-i", data, "-F", "ip,sym,dso"]);
        var result = (Shares(Lines(script.StandardOutput).Select(PerfScript.KeyOf).OfType<string>().Select(key => (key, 1L))), Shares(Leaves(profile)));
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

    private static IEnumerable<(string Key, long Value)> Leaves(string path)
    {
        using FileStream file = File.OpenRead(path);
        foreach (Sample sample in ProfileDecoder.Read(file).Samples.Where(sample => sample.Locations.Count > 0))
        {
            yield return (KeyOf(sample.Locations[0]), Recording.Nanoseconds(sample));
        }
    }

    private static string KeyOf(Location leaf) => SelfTime.OfLibrary(leaf.Mapping?.FileName ?? "") ?? leaf.Lines switch
    {
        [{ Function: { SystemName: { Length: > 0 } name } }, ..] when name.EndsWith(')') => SelfTime.OfSystemName(name),
        [var line, ..] => line.Function.Name,
        _ => "[no name]",
    };

    private static Dictionary<string, double> Shares(IEnumerable<(string Key, long Value)> values)
    {
        List<(string Key, long Value)> all = [.. values];
        double total = all.Sum(pair => pair.Value);
        return all.GroupBy(pair => pair.Key).ToDictionary(group => group.Key, group => 100 * group.Sum(pair => pair.Value) / total);
    }

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

    private static void Add(MarkdownTable table, string name, double theirs, double ours) =>
        table.Add($"`{name}`", Number(theirs), Number(ours), Number(ours - theirs));

    private static string Number(double value) => value.ToString("0.0", CultureInfo.InvariantCulture);
}
