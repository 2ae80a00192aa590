using System.Globalization;

namespace Pprof.Format;

/// <summary>
/// The text form of the profiles <c>block</c> and <c>mutex</c>, for people to read; the pprof tool reads the lines without a <c>#</c>.
/// </summary>
/// <remarks>
/// <code>
/// --- contention:
/// cycles/second=1000000000
/// # what the profile says of itself
/// 90211873 3 @ 0x7f0243 0x7f911c
/// #→0x7f0242→Store.Load+0x42→→Store.cs:17
/// #→0x7f911b→Program.Main+0x1b→Program.cs:8
///
/// --- Memory map: --- (as of <see cref="TextOutput"/>)
/// </code>
/// A record begins with the delay, then the contentions. A cycle is a nanosecond here: the reader divides by
/// <c>cycles/second / 1e9</c> in floating point, and dividing by one keeps its totals equal to those of the other form, up to 104 days.
/// <c>mutex</c> has a line <c>sampling period</c> with which the reader multiplies both values. Ours are scaled when they are recorded, so it is 1.
/// </remarks>
/// <param name="kind"><c>contention</c> or <c>mutex</c>: what the reader knows.</param>
/// <param name="records">Of two values, contentions and nanoseconds.</param>
internal sealed class ContentionText(string kind, TextRecords records)
{
    private const int Contentions = 0;
    private const int Delay = 1;

    /// <summary>What the profile says of itself, shown below its first lines.</summary>
    public IReadOnlyList<string> Comments { get; init; } = [];

    /// <summary>Throws what the stream throws, and does not touch it afterwards. The stream is flushed and left open.</summary>
    public void WriteTo(Stream stream)
    {
        StreamWriter output = TextOutput.Open(stream);
        output.Write($"--- {kind}:\ncycles/second=1000000000\n");
        output.Write(kind == "mutex" ? "sampling period=1\n" : "");
        output.WriteComments(Comments);
        foreach (TextRecord record in records.SortedBy(Delay))
        {
            output.WriteRecord(string.Create(CultureInfo.InvariantCulture, $"{record.Values[Delay]} {record.Values[Contentions]}"), record.Stack);
        }

        output.Finish();
    }
}
