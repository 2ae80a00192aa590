using Pprof.Format;

namespace PageBench;

/// <summary>
/// A profile whose tree has a given number of frames: stacks of 40 to 80 frames of 5,000 functions, each a new branch at a random depth of
/// the one before, as profiles of big programs are; a third of the functions is the framework's, each calls from three lines. The same one in every run.
/// </summary>
internal static class LargeProfile
{
    private const int Functions = 5000;
    private const int Lines = 3;

    public static ProfileData Of(int frames, int seed = 20_26)
    {
        Random random = new(seed);
        Function[] functions = [.. Enumerable.Range(1, Functions).Select(NewFunction)];
        Location[] locations = [.. Enumerable.Range(0, Functions * Lines).Select(i => new Location { Id = new((ulong)i + 1), Lines = [new(functions[i / Lines], 12 + (i % Lines))] })];
        List<Sample> samples = [];
        List<Location> path = [];
        for (int left = frames; left > 0;)
        {
            // Branches near the leaf are more common than near the root: the larger of two depths.
            int kept = Math.Max(random.Next(path.Count + 1), random.Next(path.Count + 1));
            int depth = Math.Min(random.Next(40, 80), kept + left);
            path.RemoveRange(kept, path.Count - kept);
            for (; path.Count < depth; left--)
            {
                path.Add(locations[random.Next(locations.Length)]);
            }

            samples.Add(new Sample { Locations = [.. Enumerable.Reverse(path)], Values = [1, random.Next(1, 50) * 10_000_000L] });
        }

        return new ProfileData
        {
            SampleTypes = [new("samples", "count"), new("cpu", "nanoseconds")],
            DurationNanos = 30_000_000_000,
            Functions = functions,
            Locations = locations,
            Samples = samples,
        };
    }

    private static Function NewFunction(int number) => new()
    {
        Id = new((ulong)number),
        Name = $"{(number % 3 == 0 ? "System" : "Company")}.Product{number % 23}.Module{number % 211}.Service{number % 1009}<TKey, TValue>.Operation{number}(string, int)",
        FileName = $"/src/Module{number % 211}/Service{number % 1009}.cs",
        StartLine = number,
    };
}
