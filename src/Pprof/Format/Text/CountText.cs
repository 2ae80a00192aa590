using System.Globalization;

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
/// --- Memory map: --- (as of <see cref="TextOutput"/>)
/// </code>
/// Records are sorted by count, the largest first, then by the text of their addresses and labels.
/// </remarks>
/// <param name="name">White space in it becomes <c>_</c>: the reader takes a name that has some for another format.</param>
/// <param name="records">Of one value; null to add them here.</param>
internal sealed class CountText(string name, TextRecords? records = null)
{
    private readonly TextRecords _records = records ?? new TextRecords(valueCount: 1);

    /// <summary>What the profile says of itself, shown below its first line.</summary>
    public IReadOnlyList<string> Comments { get; init; } = [];

    /// <summary>As <see cref="TextRecords.Add"/>.</summary>
    public void Add(TextFrame[] frames, string labels, long count) => _records.Add(frames, labels, [count]);

    /// <summary>Throws what the stream throws, and does not touch it afterwards. The stream is flushed and left open.</summary>
    public void WriteTo(Stream stream)
    {
        StreamWriter output = TextOutput.Open(stream);
        output.Write(string.Create(CultureInfo.InvariantCulture, $"{Word(name)} profile: total {_records.Total(0)}\n"));
        output.WriteComments(Comments);
        foreach (TextRecord record in _records.SortedBy(0))
        {
            output.WriteRecord(record.Values[0].ToString(CultureInfo.InvariantCulture), record.Stack);
        }

        output.Finish();
    }

    private static string Word(string text) => string.Concat(text.Select(c => char.IsWhiteSpace(c) || char.IsControl(c) ? '_' : c));
}
