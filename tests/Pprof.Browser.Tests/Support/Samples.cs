using PageBench;
using Pprof.Format;

namespace Pprof.Browser.Tests;

/// <summary>Profiles that tests look at.</summary>
internal static class Samples
{
    private const long Second = 1_000_000_000;

    /// <summary>Four seconds: half in Parse (most of it in Read), a quarter in Hash, a quarter in Main itself, with two sample types.</summary>
    public static ProfileMaker Small => new ProfileMaker(new("samples", "count"), new("cpu", "nanoseconds")) { Comments = ["engine: timers", "rate: 100 Hz"] }
        .Add("App.Main;App.Parse", 50, Second / 2)
        .Add("App.Main;App.Parse;System.IO.Read", 150, 3 * Second / 2)
        .Add("App.Main;App.Hash", 100, Second)
        .Add("App.Main", 100, Second);

    /// <summary>Stacks of few functions, so that they recurse, directly and through each other. The same ones for the same seed.</summary>
    /// <param name="seed">Of everything random.</param>
    /// <param name="unit">Of the value.</param>
    /// <param name="largest">Value.</param>
    /// <param name="lines">So many of each function.</param>
    public static byte[] Random(int seed, string unit, long largest, int lines = 1)
    {
        Random random = new(seed);
        ProfileMaker maker = new(new("samples", "count"), new("value", unit));
        for (int i = 0; i < 120; i++)
        {
            string stack = string.Join(';', Enumerable.Range(0, random.Next(1, 14)).Select(_ => $"App.F{(char)('A' + random.Next(12))}" + (lines > 1 ? $"@{random.Next(10, 10 + lines)}" : "")));
            // Magnitudes spread evenly over the digits, as sizes and times are.
            maker.Add(stack, random.Next(1, 10), (long)Math.Pow(largest, random.NextDouble()));
        }

        return maker.File;
    }
}
