namespace Pprof.Tool.Output;

/// <summary>Rows of words in columns. Empty columns are left out; on a terminal the last one is cut at its edge, elsewhere nothing is cut.</summary>
internal static class TextTable
{
    private const string Gap = "  ";

    public static void Write(IReadOnlyList<string> heads, IReadOnlyList<string[]> rows, Func<int, bool> isGrey)
    {
        int[] columns = [.. Enumerable.Range(0, heads.Count).Where(column => rows.Any(row => row[column].Length > 0))];
        int[] widths = [.. columns.Select(column => rows.Max(row => row[column].Length)).Zip(columns, (width, column) => Math.Max(width, heads[column].Length))];
        int edge = Terminal.Width;
        Console.Out.WriteLine(Line(columns.Select(column => heads[column]), widths, edge));
        for (int i = 0; i < rows.Count; i++)
        {
            string line = Line(columns.Select(column => rows[i][column]), widths, edge);
            Console.Out.WriteLine(isGrey(i) ? Terminal.Grey(line) : line);
        }
    }

    private static string Line(IEnumerable<string> cells, int[] widths, int edge)
    {
        string line = string.Join(Gap, cells.Zip(widths, (cell, width) => cell.PadRight(width))).TrimEnd();
        return line.Length > edge ? line[..(edge - 1)] + "…" : line;
    }
}
