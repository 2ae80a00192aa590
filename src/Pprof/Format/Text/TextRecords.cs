using System.Runtime.InteropServices;

namespace Pprof.Format;

/// <summary>
/// The records of a text form. Stacks that read the same are one record: code that was compiled again has other addresses for the same
/// frames, and nobody who reads wants those counted apart. For one thread at a time.
/// </summary>
/// <param name="valueCount">Values of a record.</param>
internal sealed class TextRecords(int valueCount)
{
    // A record without an address is malformed to the reader. It subtracts one from this and arrives at 0, which is no code.
    private static readonly TextFrame[] s_noFrames = [new(0, "[no frames]")];

    private readonly Dictionary<(TextStack Stack, Label? Number), TextRecord> _records = new(new SameNumber());

    /// <summary>Adds to the record that reads the same.</summary>
    /// <param name="frames">Leaf first; kept.</param>
    /// <param name="labels">As of <see cref="LabelText"/>; empty for none.</param>
    /// <param name="values">How much more.</param>
    /// <param name="number">Keeps records apart that read the same but for this; not shown.</param>
    public void Add(TextFrame[] frames, string labels, ReadOnlySpan<long> values, Label? number = null)
    {
        TextStack stack = new(frames.Length == 0 ? s_noFrames : frames, labels);
        ref TextRecord record = ref CollectionsMarshal.GetValueRefOrAddDefault(_records, (stack, number), out bool known);
        bool comesFirst = !known || record.Stack.CompareTo(stack) > 0;
        record = new TextRecord(comesFirst ? stack : record.Stack, known ? record.Values : new long[valueCount]);
        for (int i = 0; i < valueCount; i++)
        {
            record.Values[i] += values[i];
        }
    }

    /// <summary>Sum of one value over all records.</summary>
    public long Total(int value) => _records.Values.Sum(record => record.Values[value]);

    /// <summary>Sorted by one value, the largest first, then by the text of their addresses and labels.</summary>
    public IReadOnlyList<TextRecord> SortedBy(int value)
    {
        TextRecord[] records = [.. _records.Values];
        Array.Sort(records, (left, right) => Compare(left, right, value));
        return records;
    }

    private static int Compare(TextRecord left, TextRecord right, int value)
    {
        int order = right.Values[value].CompareTo(left.Values[value]);
        return order != 0 ? order : left.Stack.CompareTo(right.Stack);
    }

    private sealed class SameNumber : IEqualityComparer<(TextStack Stack, Label? Number)>
    {
        public bool Equals((TextStack Stack, Label? Number) x, (TextStack Stack, Label? Number) y) =>
            x.Number == y.Number && SameReading.Comparer.Equals(x.Stack, y.Stack);

        public int GetHashCode((TextStack Stack, Label? Number) obj) => HashCode.Combine(SameReading.Comparer.GetHashCode(obj.Stack), obj.Number);
    }
}

/// <summary>A record of <see cref="TextRecords"/>.</summary>
/// <param name="Stack">The one of those that read the same which comes first in the order of stacks.</param>
/// <param name="Values">Sums.</param>
internal readonly record struct TextRecord(TextStack Stack, long[] Values);
