namespace Pprof.Tests.Architecture;

/// <summary>One row of a table in ARCHITECTURE.md: a folder, and which others its files may refer to.</summary>
internal sealed record Room(string Name, IReadOnlySet<string> MayUse, IReadOnlyList<string> Doors)
{
    private static readonly string s_text = File.ReadAllText(Repository.PathOf("ARCHITECTURE.md"));

    /// <summary>The folders of <c>src/Pprof</c>.</summary>
    public static IReadOnlyList<Room> All { get; } = Parse(s_text, "folder");

    /// <summary>The folders of <c>src/Pprof/Profiles</c>. Their rows name rooms as well as one another.</summary>
    public static IReadOnlyList<Room> Profiles { get; } = Parse(s_text, "folder of `Profiles`");

    /// <summary>Reads the table whose first column has this title; the others are found by their titles, too.</summary>
    public static IReadOnlyList<Room> Parse(string markdown, string title)
    {
        List<string[]> rows = [.. markdown.Split('\n')
            .SkipWhile(line => !line.StartsWith($"| {title} |", StringComparison.Ordinal))
            .TakeWhile(line => line.StartsWith('|'))
            .Select(line => line.Trim().Trim('|').Split('|', StringSplitOptions.TrimEntries))];
        int mayUse = Array.IndexOf(rows[0], "may use");
        int doors = Array.IndexOf(rows[0], "doors");
        return [.. rows.Skip(2).Select(cells => new Room(Names(cells[0]).Single(), Names(cells[mayUse]).ToHashSet(), Names(cells[doors])))];
    }

    /// <summary>The rows that are left when each is taken away whose arrows lead to rows taken away before: those in a circle.</summary>
    public static IEnumerable<string> InCircles(IReadOnlyList<Room> rooms)
    {
        HashSet<string> names = [.. rooms.Select(room => room.Name)];
        HashSet<string> placed = [];
        List<Room> left = [.. rooms];
        while (left.Find(room => room.MayUse.Where(names.Contains).All(placed.Contains)) is { } next)
        {
            placed.Add(next.Name);
            left.Remove(next);
        }

        return left.Select(room => room.Name);
    }

    private static List<string> Names(string cell) =>
        [.. cell.Split(',', StringSplitOptions.TrimEntries).Where(name => name.StartsWith('`')).Select(name => name.Trim('`'))];
}
