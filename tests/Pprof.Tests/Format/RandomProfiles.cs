using CsCheck;
using Pprof.Format;

namespace Pprof.Tests.Format;

/// <summary>Valid profiles of every shape: the same ones in every run.</summary>
internal static class RandomProfiles
{
    private static readonly string[] Awkward = ["", "cpu", "List<T>.Add", "\uD800", "\uFFFD", "a\uDC00b", "\U0001F600", "\0", "é漢"];

    private static readonly Gen<string> Text = Gen.Frequency(
        (4, Gen.Int[0, Awkward.Length - 1].Select(i => Awkward[i])),
        (2, Gen.String[0, 12]),
        (1, Gen.Char.Array[100, 300].Select(letters => new string(letters))));

    private static readonly Gen<long> Number = Gen.OneOf(Gen.Const(0L), Gen.Long[-3, 200], Gen.Long);

    private static readonly Gen<ulong> Address = Gen.OneOf(Gen.Const(0UL), Gen.ULong[1, 1 << 20], Gen.ULong);

    // Distinct either way: in sequence from 1 as most writers number, or scattered.
    private static readonly Gen<ulong[]> Ids = Gen.OneOf(
        Gen.Int[0, 20].Select(n => Enumerable.Range(1, n).Select(i => (ulong)i).ToArray()),
        Gen.ULong[1, ulong.MaxValue].Array[0, 6].Select(ids => ids.Distinct().ToArray()),
        Gen.ULong[1, 9].Array[0, 6].Select(ids => ids.Distinct().ToArray()));

    private static readonly Gen<SampleType> Type = Gen.Select(Text, Text, (type, unit) => new SampleType(type, unit));

    private static readonly Gen<Label> Labels = Gen.Select(Text, Text, Number, Text, (key, text, number, unit) => new Label(key, text, number, unit));

    private static readonly Gen<ProfileData> Profile =
        from mappings in Ids.SelectMany(ids => Each(ids, Mapping))
        from functions in Ids.SelectMany(ids => Each(ids, Function))
        from locations in Ids.SelectMany(ids => Each(ids, id => Location(id, mappings, functions)))
        from types in Type.Array[1, 3]
        from samples in Sample(locations, types.Length).Array[0, 30]
        from header in Gen.Select(Number, Number, Number, Text, Text, Text)
        from more in Gen.Select(Type.Null(), Text, Text.Array[0, 4])
        select new ProfileData
        {
            SampleTypes = types,
            Mappings = mappings,
            Functions = functions,
            Locations = locations,
            Samples = samples,
            TimeNanos = header.Item1,
            DurationNanos = header.Item2,
            Period = header.Item3,
            DropFrames = header.Item4,
            KeepFrames = header.Item5,
            DocUrl = header.Item6,
            PeriodType = more.Item1,
            DefaultSampleType = more.Item2,
            Comments = more.Item3,
        };

    public static IEnumerable<ProfileData> Take(int count)
    {
        for (uint i = 0; i < count; i++)
        {
            yield return Profile.Generate(new PCG(i, 20_000_000_000_003UL + i), null, out _);
        }
    }

    private static Gen<Mapping> Mapping(ulong id) =>
        Gen.Select(Address, Address, Address, Text, Text, Gen.Int[0, 15], (start, limit, offset, file, build, flags) => new Mapping
        {
            Id = new(id),
            MemoryStart = start,
            MemoryLimit = limit,
            FileOffset = offset,
            FileName = file,
            BuildId = build,
            HasFunctions = (flags & 1) != 0,
            HasFileNames = (flags & 2) != 0,
            HasLineNumbers = (flags & 4) != 0,
            HasInlineFrames = (flags & 8) != 0,
        });

    private static Gen<Function> Function(ulong id) =>
        Gen.Select(Text, Text, Text, Number, (name, system, file, line) => new Function { Id = new(id), Name = name, SystemName = system, FileName = file, StartLine = line });

    private static Gen<Location> Location(ulong id, Mapping[] mappings, Function[] functions) =>
        Gen.Select(Among(mappings).Array[0, 1], Address, LinesAt(functions).Array[0, 3], Gen.Bool, (mapping, address, lines, folded) => new Location
        {
            Id = new(id),
            Mapping = mapping.FirstOrDefault(),
            Address = address,
            Lines = functions.Length == 0 ? [] : lines,
            IsFolded = folded,
        });

    private static Gen<Line> LinesAt(Function[] functions) =>
        Gen.Select(Among(functions), Number, Number, (function, line, column) => new Line(function!, line, column));

    private static Gen<Sample> Sample(Location[] locations, int types) =>
        Gen.Select(Among(locations).Array[0, 40], Number.Array[types], Labels.Array[0, 3], (stack, values, labels) => new Sample
        {
            Locations = locations.Length == 0 ? [] : [.. stack.Select(location => location!)],
            Values = values,
            Labels = labels,
        });

    private static Gen<T?> Among<T>(T[] items)
        where T : class => items.Length == 0 ? Gen.Const((T?)null) : Gen.Int[0, items.Length - 1].Select(i => (T?)items[i]);

    private static Gen<T[]> Each<T>(ulong[] ids, Func<ulong, Gen<T>> one) =>
        ids.Aggregate(Gen.Const(Array.Empty<T>()), (all, id) => Gen.Select(all, one(id), (items, item) => (T[])[.. items, item]));
}
