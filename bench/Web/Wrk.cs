using System.Diagnostics;
using System.Globalization;

namespace WebBench;

/// <summary>The load generator <c>wrk</c>: as many requests as the server answers.</summary>
internal static class Wrk
{
    private const string Head = "Requests/sec:";

    public static bool IsInstalled => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Any(folder => File.Exists(Path.Combine(folder, "wrk")));

    /// <summary>Requests per second over the given time. Throws when some were not answered with a success.</summary>
    public static async Task<double> RunAsync(Uri address, int seconds)
    {
        // One thread, so that most of a small machine is left to the server; 32 connections, so that it never waits for a request.
        ProcessStartInfo start = new("wrk", ["-t1", "-c32", $"-d{seconds}s", address.ToString()]) { RedirectStandardOutput = true };
        using Process process = Process.Start(start)!;
        string output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        if (output.Contains("Non-2xx", StringComparison.Ordinal) || !output.Contains(Head, StringComparison.Ordinal))
        {
            throw new InvalidOperationException($"wrk met errors:\n{output}");
        }

        string line = output.Split('\n').Single(one => one.StartsWith(Head, StringComparison.Ordinal));
        return double.Parse(line[Head.Length..].Trim(), CultureInfo.InvariantCulture);
    }
}
