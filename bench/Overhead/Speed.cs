namespace Overhead;

/// <summary>How fast the load ran for a short while.</summary>
/// <param name="PerSecond">Units a second: what users of the program notice.</param>
/// <param name="PerCpuSecond">
/// Units for each second of CPU that the program and the profiler's own process used. With all cores busy both ratios say
/// the same; but other programs on the machine, who take time from one segment and not from the next, disturb only the first.
/// </param>
internal readonly record struct Speed(double PerSecond, double PerCpuSecond)
{
    public static Speed operator /(Speed on, Speed off) => new(on.PerSecond / off.PerSecond, on.PerCpuSecond / off.PerCpuSecond);
}
