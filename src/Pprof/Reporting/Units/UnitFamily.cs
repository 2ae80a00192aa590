namespace Pprof.Reporting;

/// <summary>Units that can be converted into each other, smallest first. Names and factors are those that the pprof tool knows.</summary>
internal sealed record UnitFamily(Unit Default, params Unit[] Units)
{
    private const double Kilo = 1024;

    /// <summary>All that are known; a value in any other unit is printed as it is.</summary>
    public static IReadOnlyList<UnitFamily> All { get; } =
    [
        new(
            new Unit("B", 1),
            new Unit("B", 1, "b", "byte"),
            new Unit("kB", Kilo, "kb", "kbyte", "kilobyte"),
            new Unit("MB", Kilo * Kilo, "mb", "mbyte", "megabyte"),
            new Unit("GB", Kilo * Kilo * Kilo, "gb", "gbyte", "gigabyte"),
            new Unit("TB", Kilo * Kilo * Kilo * Kilo, "tb", "tbyte", "terabyte"),
            new Unit("PB", Kilo * Kilo * Kilo * Kilo * Kilo, "pb", "pbyte", "petabyte")),
        new(
            new Unit("s", 1e9),
            new Unit("ns", 1, "ns", "nanosecond"),
            new Unit("us", 1e3, "μs", "us", "microsecond"),
            new Unit("ms", 1e6, "ms", "millisecond"),
            new Unit("s", 1e9, "s", "sec", "second"),
            new Unit("hrs", 3600e9, "hour", "hr")),
        new(
            new Unit("GCU", 1),
            new Unit("n*GCU", 1e-9, "nanogcu"),
            new Unit("u*GCU", 1e-6, "microgcu"),
            new Unit("m*GCU", 1e-3, "milligcu"),
            new Unit("GCU", 1, "gcu"),
            new Unit("k*GCU", 1e3, "kilogcu"),
            new Unit("M*GCU", 1e6, "megagcu"),
            new Unit("G*GCU", 1e9, "gigagcu"),
            new Unit("T*GCU", 1e12, "teragcu"),
            new Unit("P*GCU", 1e15, "petagcu")),
    ];

    /// <summary>Case does not count, and neither does a plural s: <c>Seconds</c> is <c>second</c>.</summary>
    public Unit? Find(string name)
    {
        string plain = name.ToLowerInvariant();
        plain = plain.Length > 2 && plain.EndsWith('s') ? plain[..^1] : plain;
        return Array.Find(Units, unit => unit.Names.Contains(plain, StringComparer.Ordinal));
    }

    /// <summary>The largest unit of which <paramref name="value"/> (in the family's smallest) is at least one, or null.</summary>
    public Unit? Largest(double value) => Array.FindLast(Units, unit => value / unit.Factor >= 1.0);
}
