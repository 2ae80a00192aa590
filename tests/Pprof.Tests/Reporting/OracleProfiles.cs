using Pprof.Format;

namespace Pprof.Tests.Reporting;

/// <summary>
/// Profiles of the shapes that producers write, for a comparison with the pprof tool. The same ones in every run.
/// </summary>
internal static class OracleProfiles
{
    public static IReadOnlyDictionary<string, ProfileData> All { get; } = new Dictionary<string, ProfileData>
    {
        ["cpu"] = Make(
            1, [new("samples", "count"), new("cpu", "nanoseconds")], i =>
            [i % 7, (i % 7) * 10_000_000], mappings: 3, inlined: true),
        ["heap"] = Make(
            2, [new("alloc_objects", "count"), new("alloc_space", "bytes"), new("inuse_objects", "count"),
            new("inuse_space", "bytes")], i =>
            [i, i * 1152, i % 3, (i % 3) * 1152], mappings: 1, inlined: true, drop: "F1[0-9]|F3", keep: "F13"),
        ["delta"] = Make(3, [new("goroutine", "count")], i => [(i % 11) - 5], mappings: 1, inlined: false),
        ["no names"] = Make(4, [new("cpu", "microseconds")], i => [i], mappings: 2, inlined: false, named: false),
        ["one long tail"] = Make(5, [new("delay", "ms")], i => [i < 3 ? 1_000_000 : 1], mappings: 1, inlined: true),
        ["other unit"] = Make(6, [new("v", "widgets")], i => [i * 1_000_003L], mappings: 0, inlined: true),
    };

    private static ProfileData Make(
        int seed, SampleType[] types, Func<int, long[]> values, int mappings, bool inlined, bool named = true,
        string drop = "", string keep = "")
    {
        Random random = new(seed);
        Mapping[] files = [.. Enumerable.Range(1, mappings).Select(i => new Mapping
        {
            Id = new MappingId((ulong)i),
            MemoryStart = (ulong)i << 20,
            MemoryLimit = (ulong)(i + 1) << 20,
            FileName = $"/usr/lib/lib{i}.so",
            BuildId = i == 1 ? "abc123" : "",
            HasFunctions = true,
        })];
        Function[] functions = [.. Enumerable.Range(1, 40).Select(i => new Function
        {
            Id = new FunctionId((ulong)i),
            Name = i == 17 ? "" : i % 9 == 0 ? $"Space.Type<T>.F{i}" : $"F{i}",
            FileName = i % 5 == 0 ? "" : $"/src/./dir/../File{i % 6}.cs",
            StartLine = i * 10,
        })];
        Location[] locations = [.. Enumerable.Range(1, 90).Select(i => new Location
        {
            Id = new LocationId((ulong)i),
            Mapping = files.Length == 0 ? null : files[i % files.Length],
            Address = ((ulong)(1 + (i % Math.Max(1, files.Length))) << 20) + ((ulong)i * 16),
            Lines = named
                ? [.. Enumerable.Range(0, inlined && i % 4 == 0 ? 3 : 1).Select(_ => NewLine(random, functions))] : [],
        })];
        List<Sample> samples = [.. Enumerable.Range(1, 120).Select(i => new Sample
        {
            Locations = [.. Enumerable.Range(0, random.Next(1, 12))
                .Select(_ => locations[(int)(locations.Length * Math.Pow(random.NextDouble(), 2))])],
            Values = values(i),
            Labels = NewLabels(random, i),
        })];
        return new ProfileData
        {
            SampleTypes = types,
            Samples = samples,
            Mappings = files,
            Locations = locations,
            Functions = functions,
            DurationNanos = 5_000_000_000,
            PeriodType = types[^1],
            Period = 10_000_000,
            Comments = ["taken by a test", "#hidden"],
            DropFrames = drop,
            KeepFrames = keep,
        };
    }

    private static Line NewLine(Random random, Function[] functions)
    {
        Function function = functions[random.Next(functions.Length)];
        return new Line(function, function.StartLine + random.Next(8));
    }

    private static Label[] NewLabels(Random random, int i) => (i % 4) switch
    {
        0 => [Label.OfText("route", $"/orders/{random.Next(3)}"), Label.OfText("user", "anna")],
        1 => [Label.OfNumber("bytes", 512 << random.Next(6))],
        2 => [Label.OfNumber("wait", random.Next(1, 5000), "milliseconds"), Label.OfText("route", "/")],
        _ => [],
    };
}
