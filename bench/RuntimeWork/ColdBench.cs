using System.Diagnostics;
using System.Globalization;
using BenchCommon;

namespace RuntimeWorkBench;

/// <summary>
/// The first profile of fresh processes, one busy thread, 5 seconds. A variant is an assembly of the library; what earlier runs measured of others
/// stays in the file beside the results.
/// </summary>
internal static class ColdBench
{
    private const string Explanation =
        "The first CPU profile of a process with one busy thread, 5 seconds at 100 Hz, each row from fresh processes one after the other: median, and the 95 % " +
        "quantile in brackets. *not the program's* is all CPU time but the busy method's; *[profiler]* the part of it on the library's own threads; the rest is the " +
        "runtime, compiling for them. *methods* is what the runtime compiled from Start to the end of Stop.";

    private static readonly string[] s_columns = ["Start ms", "Stop ms", "not the program's %", "[profiler] %", "methods"];

    public static int Run(string variant, string assembly, string[] rest)
    {
        int processes = rest is [string count] ? int.Parse(count, null) : 30;
        string folder = Lay(assembly);
        List<string> lines = [];
        for (int i = 0; i < processes; i++)
        {
            lines.Add($"{variant}\t{Child(folder)}");
            Console.WriteLine(lines[^1]);
        }

        Directory.Delete(folder, recursive: true);
        Write(variant, lines);
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
        ProcessStartInfo start = new("dotnet", [Path.Combine(folder, "RuntimeWorkBench.dll"), "cold", "1", "5"]) { RedirectStandardOutput = true };
        using Process process = Process.Start(start)!;
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return output.Trim();
    }

    private static void Write(string variant, List<string> lines)
    {
        string raw = Path.Combine(ResultFile.RepositoryRoot(), "bench", "results", "cold-start.tsv");
        string[] kept = File.Exists(raw) ? [.. File.ReadLines(raw).Where(line => !line.StartsWith(variant + "\t", StringComparison.Ordinal))] : [];
        File.WriteAllLines(raw, [.. kept, .. lines]);
        MarkdownTable table = new(["assembly", "processes", .. s_columns]);
        foreach (IGrouping<string, double[]> group in File.ReadLines(raw).Select(Parse).GroupBy(row => row.Variant, row => row.Values))
        {
            table.Add([group.Key, group.Count().ToString(CultureInfo.InvariantCulture), .. s_columns.Select((_, column) => Cell([.. group.Select(row => row[column])]))]);
        }

        ResultFile results = new("cold-start", "The first profile of a process", "dotnet run -c Release --project bench/RuntimeWork -- cold-start VARIANT PATH-TO-Pprof.dll");
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
