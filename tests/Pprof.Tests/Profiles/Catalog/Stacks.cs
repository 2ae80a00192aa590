using Pprof.Aggregation;
using Pprof.Labels;
using Pprof.Profiles.Naming;
using Pprof.Symbolization;
using Pprof.Unwinding;

namespace Pprof.Tests.Profiles.Catalog;

/// <summary>Stacks of frames with a meaning of their own, and what a profile of them looks like.</summary>
internal static class Stacks
{
    /// <summary>Frames of these names, leaf first; equal names give equal frames.</summary>
    public static CodeAddress[] Of(params string[] names) =>
        [.. names.Select(name => KnownFrames.Intern(new FunctionSymbol(name, $"system name of {name}", $"/src/{name}.cs", 10), 12))];

    public static LabelSet Labels(params (string Key, string Value)[] pairs) =>
        LabelSet.Empty.With([.. pairs.Select(pair => KeyValuePair.Create(pair.Key, pair.Value))]);

    public static byte[] Write(CountedStacks stacks, int debug = 0, string name = "test.stacks")
    {
        MemoryStream stream = new();
        StackProfile.OfCounts(name, stacks).WriteTo(stream, debug, name);
        return stream.ToArray();
    }

    /// <summary>The values of a text form: what stands before each <c>@</c>.</summary>
    public static IEnumerable<long> Counts(string text) => text.Split('\n')
        .Where(line => line.Contains(" @ ", StringComparison.Ordinal) && line[0] != '#')
        .Select(line => long.Parse(line[..line.IndexOf(' ', StringComparison.Ordinal)], System.Globalization.CultureInfo.InvariantCulture));
}
