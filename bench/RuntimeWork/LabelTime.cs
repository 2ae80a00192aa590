using System.Diagnostics;
using System.Globalization;

namespace RuntimeWorkBench;

/// <summary>CPU time of the samples with a label, as <c>go tool pprof</c> adds it up.</summary>
internal static class LabelTime
{
    /// <summary>Milliseconds.</summary>
    /// <param name="file">A profile.</param>
    /// <param name="value">Of the label <c>runtime</c>.</param>
    /// <param name="frames">Only samples whose leaf is one of these; null for all.</param>
    public static double Of(string file, string value, string[]? frames = null)
    {
        ProcessStartInfo start = new("go", ["tool", "pprof", "-top", "-unit=ms", $"-tagfocus=runtime=^{value}$", "-nodecount=1000", "-nodefraction=0", file])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using Process process = Process.Start(start)!;
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        // "flat flat% sum% cum cum% name"
        return output.Split('\n').SkipWhile(line => !line.Contains("flat%", StringComparison.Ordinal)).Skip(1)
            .Select(line => line.Trim().Split(' ', 6, StringSplitOptions.RemoveEmptyEntries))
            .Where(fields => fields.Length == 6 && (frames is null || frames.Contains(fields[5])))
            .Sum(fields => double.Parse(fields[0].TrimEnd('m', 's'), CultureInfo.InvariantCulture));
    }
}
