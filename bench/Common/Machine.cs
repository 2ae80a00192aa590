using System.Globalization;
using System.Runtime.InteropServices;

namespace BenchCommon;

/// <summary>Where and when a figure was taken: without it a figure means nothing.</summary>
public static class Machine
{
    public static string Describe(string command) => string.Create(CultureInfo.InvariantCulture, $"""
        - {DateTime.UtcNow:yyyy-MM-dd HH:mm} UTC, `{command}`
        - {Processor()}, {Environment.ProcessorCount} cores, Linux {Environment.OSVersion.Version}, {MemoryGigabytes():0} GB
        - .NET {Environment.Version}, {RuntimeInformation.ProcessArchitecture}, {(System.Runtime.GCSettings.IsServerGC ? "server" : "workstation")} GC
        - load average at the start {LoadAverage()} (other work on the machine makes intervals wider, not ratios wrong)
        """) + "\n";

    private static string Processor() =>
        File.ReadLines("/proc/cpuinfo").FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal))?.Split(':')[1].Trim() ?? "unknown processor";

    private static double MemoryGigabytes() => GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 1e9;

    private static string LoadAverage() => string.Join(' ', File.ReadAllText("/proc/loadavg").Split(' ')[..3]);
}
