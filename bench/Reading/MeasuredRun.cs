using System.Diagnostics;
using System.Globalization;

namespace ReadingBench;

/// <summary>One run of a program: how long it took, how much processor and how much memory at most.</summary>
internal sealed record MeasuredRun(double Seconds, double ProcessorSeconds, double PeakMegabytes, string Output)
{
    private const string Peak = "VmHWM:";

    public static MeasuredRun Of(string program, params IEnumerable<string> arguments)
    {
        ProcessStartInfo start = new(program, arguments)
            { RedirectStandardOutput = true, RedirectStandardError = true };
        long began = Stopwatch.GetTimestamp();
        using Process process = Process.Start(start)!;
        Task<string> output = process.StandardOutput.ReadToEndAsync(), error = process.StandardError.ReadToEndAsync();
        double peak = 0;

        // The kernel keeps the peak until the process is gone; what it grew in the last milliseconds may be missed.
        while (!process.WaitForExit(10))
        {
            peak = Math.Max(peak, PeakOf(process.Id));
        }

        double seconds = Stopwatch.GetElapsedTime(began).TotalSeconds;
        return process.ExitCode == 0
            ? new MeasuredRun(seconds, process.TotalProcessorTime.TotalSeconds, peak, output.Result)
            : throw new InvalidOperationException($"{program} failed: {error.Result}");
    }

    private static double PeakOf(int id)
    {
        try
        {
            string? line = File.ReadLines($"/proc/{id}/status")
                .FirstOrDefault(text => text.StartsWith(Peak, StringComparison.Ordinal));
            return line is null ? 0
                : double.Parse(
                line[Peak.Length..].Replace("kB", "", StringComparison.Ordinal), CultureInfo.InvariantCulture) / 1024;
        }
        catch (IOException)
        {
            return 0;
        }
    }
}
