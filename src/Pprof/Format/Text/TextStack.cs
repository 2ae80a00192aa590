namespace Pprof.Format;

/// <summary>
/// A stack and its labels as the text form shows them. Ordered as the text of the addresses and labels is: that is the
/// original's order of records that count the same.
/// </summary>
/// <param name="Frames">Leaf first; not empty.</param>
/// <param name="LabelPairs">As of <see cref="LabelText"/>; empty for none.</param>
internal readonly record struct TextStack(TextFrame[] Frames, string LabelPairs) : IComparable<TextStack>
{
    /// <summary>Throws what the writer throws.</summary>
    public void WriteTo(TextWriter writer)
    {
        writer.Write('@');
        foreach (TextFrame frame in Frames)
        {
            writer.Write(frame.AddressInList);
        }

        writer.Write('\n');
        WriteLabels(writer);
        FrameLines.Write(writer, Frames);
        writer.Write('\n');
    }

    public int CompareTo(TextStack other)
    {
        int common = Math.Min(Frames.Length, other.Frames.Length);
        for (int i = 0; i < common; i++)
        {
            int order = CompareAsText(Frames[i].Address + 1, other.Frames[i].Address + 1);
            if (order != 0)
            {
                return order;
            }
        }

        int length = Frames.Length.CompareTo(other.Frames.Length);
        return length != 0 ? length : ByteOrder.Comparer.Compare(LabelPairs, other.LabelPairs);
    }

    private void WriteLabels(TextWriter writer)
    {
        if (LabelPairs.Length > 0)
        {
            writer.Write("# labels: ");
            writer.Write(LabelPairs);
            writer.Write('\n');
        }
    }

    // 0x9 comes after 0x10 as text: digits are compared from the left. What ends first is smaller, because what follows an
    // address (a blank, a line end) is smaller than any digit.
    private static int CompareAsText(ulong left, ulong right)
    {
        int leftShift = LeadingZeros(left);
        int rightShift = LeadingZeros(right);
        int order = (left << leftShift).CompareTo(right << rightShift);
        return order != 0 ? order : rightShift.CompareTo(leftShift);
    }

    // In whole digits of four bits.
    private static int LeadingZeros(ulong value) => Math.Min(System.Numerics.BitOperations.LeadingZeroCount(value) & ~3, 60);
}
