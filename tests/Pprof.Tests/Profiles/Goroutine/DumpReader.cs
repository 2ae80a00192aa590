using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Pprof.Tests.Profiles.Goroutine;

/// <summary>Reads the blocks of <c>debug=2</c>, strictly: a line it does not know fails the test. Operations below a thread are passed over.</summary>
internal static partial class DumpReader
{
    public static IReadOnlyList<DumpBlock> Read(Profile profile)
    {
        MemoryStream stream = new();
        profile.WriteTo(stream, debug: 2);
        return Parse(Encoding.UTF8.GetString(stream.ToArray()));
    }

    public static IReadOnlyList<DumpBlock> Parse(string text) =>
        [.. text.TrimEnd('\n').Split("\n\n").Select(ParseBlock)];

    private static DumpBlock ParseBlock(string block)
    {
        string[] lines = [.. block.Split('\n').SkipWhile(line => line.StartsWith("# ", StringComparison.Ordinal)).TakeWhile(line => !IsInner(line))];
        Match header = Header().Match(lines[0]);
        if (!header.Success || lines.Skip(1).Any(line => !line.StartsWith("   at ", StringComparison.Ordinal)))
        {
            throw new FormatException(block);
        }

        return new DumpBlock(
            header.Groups["kind"].Value,
            long.Parse(header.Groups["id"].Value, CultureInfo.InvariantCulture),
            header.Groups["state"].Value,
            header.Groups["os"].Success ? int.Parse(header.Groups["os"].Value, CultureInfo.InvariantCulture) : 0,
            header.Groups["name"].Value,
            header.Groups["labels"].Value,
            [.. lines.Skip(1).Select(line => line["   at ".Length..])]);
    }

    private static bool IsInner(string line) =>
        line.StartsWith("   runs task ", StringComparison.Ordinal) || line.StartsWith("   waits for task ", StringComparison.Ordinal);

    [GeneratedRegex("""^(?<kind>thread|task) (?<id>\d+) \[(?<state>[^,\]]+)(, (?<age>(started )?\d+ (second|minute|hour|day)s?( ago)?))?(, os (?<os>\d+))?(, name "(?<name>(?:[^"\\]|\\.)*)")?(, (?<alike>\d+) alike)?(, labels:\{(?<labels>.*)\})?\]:$""")]
    private static partial Regex Header();
}
