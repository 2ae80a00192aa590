namespace Pprof.Tests.Architecture;

/// <summary>One row of the table in ARCHITECTURE.md.</summary>
internal sealed record Room(string Name, IReadOnlySet<string> MayUse, IReadOnlyList<string> Doors)
{
    public static IReadOnlyList<Room> All { get; } = Parse(File.ReadAllText(Repository.PathOf("ARCHITECTURE.md")));

    /// <summary>Reads the first table whose head begins with "folder"; the columns are found by their titles.</summary>
    public static IReadOnlyList<Room> Parse(string markdown)
    {
        List<string[]> rows = [.. markdown.Split('\n')
            .SkipWhile(line => !line.StartsWith("| folder |", StringComparison.Ordinal))
            .TakeWhile(line => line.StartsWith('|'))
            .Select(line => line.Trim().Trim('|').Split('|', StringSplitOptions.TrimEntries))];
        int mayUse = Array.IndexOf(rows[0], "may use");
        int doors = Array.IndexOf(rows[0], "doors");
        return [.. rows.Skip(2).Select(cells => new Room(Names(cells[0]).Single(), Names(cells[mayUse]).ToHashSet(), Names(cells[doors])))];
    }

    private static List<string> Names(string cell) =>
        [.. cell.Split(',', StringSplitOptions.TrimEntries).Where(name => name.StartsWith('`')).Select(name => name.Trim('`'))];
}
