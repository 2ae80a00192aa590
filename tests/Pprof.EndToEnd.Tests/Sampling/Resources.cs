using System.Globalization;

namespace Pprof.EndToEnd.Tests.Sampling;

/// <summary>What the kernel holds for this process.</summary>
/// <param name="Threads">Entries of <c>/proc/self/task</c>.</param>
/// <param name="Files">Open file descriptors.</param>
/// <param name="Timers">POSIX timers.</param>
/// <param name="AddressSpace">Bytes mapped.</param>
internal sealed record Resources(int Threads, int Files, int Timers, long AddressSpace)
{
    public static Resources Read()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        return new(
            Directory.GetDirectories("/proc/self/task").Length,
            Directory.GetFiles("/proc/self/fd").Length,
            CountTimers(),
            long.Parse(File.ReadAllText("/proc/self/statm").Split(' ')[0], CultureInfo.InvariantCulture) * Environment.SystemPageSize);
    }

    public static int CountTimers() => File.ReadLines("/proc/self/timers").Count(line => line.StartsWith("ID:", StringComparison.Ordinal));
}
