using System.Globalization;

namespace Pprof.Format;

/// <summary>The text form of a heap profile, for people to read; the pprof tool reads the lines without a <c>#</c>.</summary>
/// <remarks>
/// <code>
/// heap profile: 3: 4096 [5: 8192] @ heap/204800
/// # what the profile says of itself
/// 2: 2048 [4: 4096] @ 0x7f0243 0x7f911c
/// # labels: {"type":"byte[]"}
/// #→0x7f0242→Store.Load+0x42→→Store.cs:17
/// #→0x7f911b→Program.Main+0x1b→Program.cs:8
///
///
/// # what the garbage collector says of itself
///
/// --- Memory map: --- (as of <see cref="TextOutput"/>)
/// </code>
/// Objects and bytes in use, in brackets those ever allocated: of the samples only. The reader takes half of the number behind <c>heap/</c> for the
/// mean distance R between two samples, and multiplies a record of objects of s bytes on the average by 1/(1 - e^(-s/R)). Records with most
/// bytes in use come first.
/// </remarks>
/// <param name="rate">Bytes between two samples on the average.</param>
/// <param name="records">Of four values: objects and bytes ever allocated, objects and bytes in use.</param>
internal sealed class HeapText(long rate, TextRecords records)
{
    private const int AllocObjects = 0;
    private const int AllocBytes = 1;
    private const int InUseObjects = 2;
    private const int InUseBytes = 3;

    /// <summary>What the profile says of itself, shown below its first line.</summary>
    public IReadOnlyList<string> Comments { get; init; } = [];

    /// <summary>Shown at the end.</summary>
    public IReadOnlyList<string> Figures { get; init; } = [];

    /// <summary>Throws what the stream throws, and does not touch it afterwards. The stream is flushed and left open.</summary>
    public void WriteTo(Stream stream)
    {
        StreamWriter output = TextOutput.Open(stream);
        output.Write(Header());
        output.WriteComments(Comments);
        foreach (TextRecord record in records.SortedBy(InUseBytes))
        {
            output.WriteRecord(Values(record.Values), record.Stack);
        }

        output.Write("\n");
        output.WriteComments(Figures);
        output.Write("\n");
        output.Finish();
    }

    private string Header()
    {
        long[] totals = [.. Enumerable.Range(0, 4).Select(records.Total)];

        // The reader takes the columns in brackets for absent when both totals are equal; one byte more keeps them.
        totals[AllocBytes] += totals[AllocBytes] == totals[InUseBytes] ? 1 : 0;
        return string.Create(CultureInfo.InvariantCulture, $"heap profile: {Values(totals)} @ heap/{2 * rate}\n");
    }

    private static string Values(long[] values) => string.Create(
        CultureInfo.InvariantCulture, $"{values[InUseObjects]}: {values[InUseBytes]} [{values[AllocObjects]}: {values[AllocBytes]}]");
}
