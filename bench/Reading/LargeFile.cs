using Pprof.Format;

namespace ReadingBench;

/// <summary>
/// A profile file of some size: stacks of 20 to 60 frames of 8,000 functions, most of each like the one before it, as
/// those of a program are, two values, and a label. The same one in every run.
/// </summary>
internal static class LargeFile
{
    private const int Functions = 8000;

    /// <returns>How many samples it has.</returns>
    public static int Write(string path, long megabytes)
    {
        using FileStream file = File.Create(path);
        using ProfileEncoder encoder = new(file);
        encoder.AddSampleType(new SampleType("samples", "count"));
        encoder.AddSampleType(new SampleType("cpu", "nanoseconds"));
        for (ulong i = 1; i <= Functions; i++)
        {
            encoder.AddFunction(
                new FunctionId(i),
                $"Company.Product{i % 23}.Module{i % 211}.Service{i % 1009}<TKey, TValue>.Operation{i}", "",
                $"/src/Module{i % 211}/Service{i % 1009}.cs", (long)i);
            encoder.AddLocation(
                new LocationId(i), default, 0x1000 + (16 * i), [new LineEntry(new FunctionId(i), (long)i + 3)]);
        }

        int samples = 0;
        for (Stacks stacks = new(Functions); file.Length < megabytes << 20; samples++)
        {
            encoder.AddSample(stacks.Next(), [1, 10_000_000], [Label.OfText("route", $"/orders/{samples % 50}")]);
        }

        encoder.Finish();
        return samples;
    }

    private sealed class Stacks(int functions)
    {
        private readonly Random _random = new(20_26);
        private readonly List<LocationId> _path = [];

        // Leaf first; functions are as common as those of real programs, a few everywhere.
        public LocationId[] Next()
        {
            int kept = Math.Max(_random.Next(_path.Count + 1), _random.Next(_path.Count + 1));
            _path.RemoveRange(kept, _path.Count - kept);
            for (int depth = _random.Next(20, 60); _path.Count < depth;)
            {
                _path.Add(new LocationId((ulong)(functions * Math.Pow(_random.NextDouble(), 3)) + 1));
            }

            return [.. Enumerable.Reverse(_path)];
        }
    }
}
