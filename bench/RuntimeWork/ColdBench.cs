using System.Diagnostics;
using System.Globalization;
using BenchCommon;

namespace RuntimeWorkBench;

/// <summary>
/// The first profile of fresh processes, one busy thread, 5 seconds. A variant is an assembly of the library; those of one run take turns. What earlier runs
/// measured of others stays in the file beside the results.
/// </summary>
internal static class ColdBench
{
    private const string Explanation =
        "The first CPU profile of a process with one busy thread, 5 seconds at 100 Hz, each row from fresh processes one after the other: median, and the 95 % " +
        "quantile in brackets. *CPU* is the time of the process less that of the busy thread, which other work on the machine changes little; *Start ms* and *Stop ms* are " +
        "by the clock and hold on a quiet machine. *not the program's* is what the profile shows besides the busy method, *[profiler]* the part of it on the library's own " +
        "threads; the rest is the runtime, compiling for them. *methods* is what the runtime compiled from Start to the end of Stop.";

    private static readonly string[] s_columns =
        ["Start ms", "Start CPU ms", "Stop ms", "Stop CPU ms", "not the program's CPU ms", "[profiler] CPU ms", "methods in Start", "methods"];

    public static int Run(int processes, string[] variants)
    {
        (string Name, string Folder)[] laid = [.. variants.Select(one => one.Split('=', 2)).Select(pair => (pair[0], Lay(pair[1])))];
        List<string> lines = [];
        for (int i = 0; i < processes * laid.Length; i++)
        {
            (string name, string folder) = laid[i % laid.Length];
            lines.Add($"{name}\t{Child(folder)}");
            Console.WriteLine(lines[^1]);
        }

        foreach ((_, string folder) in laid)
        {
            Directory.Delete(folder, recursive: true);
        }

        Write([.. laid.Select(one => one.Name)], lines);
        return 0;
    }

    // A copy of this program with the given assembly in place of its own.
    private static string Lay(string assembly)
    {
        string folder = Directory.CreateTempSubdirectory("pprof-cold-").FullName;
        foreach (string file in Directory.GetFiles(AppContext.BaseDirectory))
        {
            File.Copy(file, Path.Combine(folder, Path.GetFileName(file)));
        }

        File.Copy(assembly, Path.Combine(folder, "Pprof.dll"), overwrite: true);
        return folder;
    }

    private static string Child(string folder)
    {
        ProcessStartInfo start = new("dotnet", [Path.Combine(folder, "RuntimeWorkBench.dll"), "cold-child", "1", "5"]) { RedirectStandardOutput = true };
        using Process process = Process.Start(start)!;
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return output.Trim();
    }

    private static void Write(string[] variants, List<string> lines)
    {
        string raw = Path.Combine(ResultFile.RepositoryRoot(), "bench", "results", "cold.tsv");
        string[] kept = File.Exists(raw) ? [.. File.ReadLines(raw).Where(line => !variants.Contains(line.Split('\t')[0]))] : [];
        File.WriteAllLines(raw, [.. kept, .. lines]);
        MarkdownTable table = new(["assembly", "processes", .. s_columns]);
        foreach (IGrouping<string, double[]> group in File.ReadLines(raw).Select(Parse).GroupBy(row => row.Variant, row => row.Values))
        {
            table.Add([group.Key, group.Count().ToString(CultureInfo.InvariantCulture), .. s_columns.Select((_, column) => Cell([.. group.Select(row => row[column])]))]);
        }

        ResultFile results = new("cold", "The first profile of a process", "dotnet run -c Release --project bench/RuntimeWork -- cold PROCESSES VARIANT=PATH-TO-Pprof.dll ...");
        results.Add("One busy thread", Explanation, table);
    }

    private static (string Variant, double[] Values) Parse(string line)
    {
        string[] fields = line.Split('\t');
        return (fields[0], [.. fields[1].Split(' ').Select(text => double.Parse(text, CultureInfo.InvariantCulture))]);
    }

    private static string Cell(double[] values) =>
        string.Create(CultureInfo.InvariantCulture, $"{Statistics.Median(values):0.#} ({Statistics.Quantile(values, 0.95):0.#})");
}
