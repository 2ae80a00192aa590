namespace Pprof.Format;

/// <summary>
/// The <c>#</c> lines of one stack, aligned as the original's are: by Go's <c>text/tabwriter</c> with cells of at least 1, tab
/// stops of 8, padding of 1 and tabs to pad with.
/// </summary>
/// <remarks>
/// Cells that end in a tab form columns with those above and below them, up to the first line that has no such cell; the last
/// cell of a line ends in none. A column is as wide as its widest cell and one more, rounded up to a tab stop:
/// <code>
/// #→0x7f02→Store.Load+0x42→→Store.cs:17
/// #→0x7f91→Program.Main+0x1b→Program.cs:8
/// </code>
/// </remarks>
internal static class FrameLines
{
    private const int TabStop = 8;

    // "#", address and name may be followed by another cell.
    private const int MostColumns = 3;

    /// <summary>Throws what the writer throws.</summary>
    public static void Write(TextWriter writer, ReadOnlySpan<TextFrame> frames)
    {
        int[] widths = new int[frames.Length * MostColumns];
        for (int column = 0; column < MostColumns; column++)
        {
            Measure(frames, column, widths.AsSpan(column * frames.Length, frames.Length));
        }

        for (int i = 0; i < frames.Length; i++)
        {
            WriteLine(writer, frames, i, widths);
        }
    }

    private static void Measure(ReadOnlySpan<TextFrame> frames, int column, Span<int> widths)
    {
        int start = 0;
        while (start < frames.Length)
        {
            int end = start;
            int widest = 0;
            for (; end < frames.Length && column < frames[end].Cells.Length - 1; end++)
            {
                widest = Math.Max(widest, frames[end].Widths[column]);
            }

            widths[start..end].Fill((widest + 1 + TabStop - 1) / TabStop * TabStop);
            start = end + 1;
        }
    }

    private static void WriteLine(TextWriter writer, ReadOnlySpan<TextFrame> frames, int line, int[] widths)
    {
        TextFrame frame = frames[line];
        for (int column = 0; column < frame.Cells.Length; column++)
        {
            writer.Write(frame.Cells[column]);
            if (column < frame.Cells.Length - 1)
            {
                Pad(writer, widths[(column * frames.Length) + line] - frame.Widths[column]);
            }
        }

        writer.Write('\n');
    }

    private static void Pad(TextWriter writer, int missing)
    {
        for (; missing > 0; missing -= TabStop)
        {
            writer.Write('\t');
        }
    }
}
