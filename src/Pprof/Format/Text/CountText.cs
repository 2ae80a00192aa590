using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;

namespace Pprof.Format;

/// <summary>
/// The text form of a profile that counts stacks, for people to read; the pprof tool reads the lines without a <c>#</c>.
/// For one thread at a time.
/// </summary>
/// <remarks>
/// <code>
/// name profile: total 5
/// # what the profile says of itself
/// 3 @ 0x7f0243 0x7f911c
/// # labels: {"key":"value"}
/// #→0x7f0242→Store.Load+0x42→→Store.cs:17
/// #→0x7f911b→Program.Main+0x1b→Program.cs:8
///
/// </code>
/// Records are sorted by count, the largest first, then by the text of their addresses and labels.
/// </remarks>
/// <param name="name">White space in it becomes <c>_</c>: the reader takes a name that has some for another format.</param>
internal sealed class CountText(string name)
{
    // A record without an address is malformed to the reader. It subtracts one from this and arrives at 0, which is no code.
    private static readonly TextFrame[] s_noFrames = [new(0, "[no frames]")];

    private readonly Dictionary<TextStack, Record> _records = new(SameReading.Comparer);

    /// <summary>What the profile says of itself, shown below its first line.</summary>
    public IReadOnlyList<string> Comments { get; init; } = [];

    /// <summary>
    /// Adds to the record that reads the same. Code that was compiled again has other addresses for the same frames; nobody who
    /// reads wants those counted apart. The record shows the addresses that come first in the order of records.
    /// </summary>
    /// <param name="frames">Leaf first; kept.</param>
    /// <param name="labels">As of <see cref="LabelText"/>; empty for none.</param>
    /// <param name="count">How many more there are.</param>
    public void Add(TextFrame[] frames, string labels, long count)
    {
        TextStack stack = new(frames.Length == 0 ? s_noFrames : frames, labels);
        ref Record record = ref CollectionsMarshal.GetValueRefOrAddDefault(_records, stack, out bool known);
        record.Shown = known && record.Shown.CompareTo(stack) <= 0 ? record.Shown : stack;
        record.Count += count;
    }

    /// <summary>Throws what the stream throws, and does not touch it afterwards. The stream is flushed and left open.</summary>
    public void WriteTo(Stream stream)
    {
        // Not disposed of: that would write again after a failure. It holds nothing but memory.
        StreamWriter writer = new(stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), bufferSize: 16 * 1024, leaveOpen: true);
        Record[] records = [.. _records.Values];
        Array.Sort(records);
        WriteHeader(writer, records.Sum(record => record.Count));
        foreach (Record record in records)
        {
            writer.Write(record.Count.ToString(CultureInfo.InvariantCulture));
            writer.Write(' ');
            record.Shown.WriteTo(writer);
        }

        writer.Flush();
    }

    private void WriteHeader(StreamWriter writer, long total)
    {
        writer.Write(string.Create(CultureInfo.InvariantCulture, $"{Word(name)} profile: total {total}\n"));
        foreach (string comment in Comments)
        {
            writer.Write($"# {QuotedText.OneCell(comment)}\n");
        }
    }

    private static string Word(string text) => string.Concat(text.Select(c => char.IsWhiteSpace(c) || char.IsControl(c) ? '_' : c));

    private record struct Record(TextStack Shown, long Count) : IComparable<Record>
    {
        public readonly int CompareTo(Record other)
        {
            int order = other.Count.CompareTo(Count);
            return order != 0 ? order : Shown.CompareTo(other.Shown);
        }
    }
}
