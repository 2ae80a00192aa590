using System.Text;

namespace Pprof.Format;

/// <summary>
/// The stream of a text form, and what all forms have in common: comments that stay on their lines, and the end.
/// <code>
/// --- Memory map: ---
/// # told to the viewer, which otherwise looks for a program to take names from
/// 0x0-0xffffffffffffffff http://process/
/// </code>
/// </summary>
/// <remarks>
/// Without the last line the viewer says on its standard error that the main binary is not available; with the program's own file it
/// would open that and find none of these addresses in it. It leaves alone what a URL stands for, and asks that of <c>/debug/pprof/symbol</c>
/// when the text itself came from a server (google/pprof, <c>internal/symbolizer</c> and <c>internal/driver/fetch.go</c>). It never opens
/// the URL, and shows no file name for it. Names in brackets or <c>//anon</c> would be silent too, but some of its versions then ask nobody for names.
/// The line with <c>---</c> is the one of its marks that all three grammars end at.
/// </remarks>
internal static class TextOutput
{
    private const string MemoryMap =
        "--- Memory map: ---\n# told to the viewer, which otherwise looks for a program to take names from\n0x0-0xffffffffffffffff http://process/\n";

    /// <summary>Not to be disposed of: that would write again after a failure. It holds nothing but memory.</summary>
    /// <param name="stream">Left open.</param>
    public static StreamWriter Open(Stream stream) =>
        new(stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), bufferSize: 16 * 1024, leaveOpen: true);

    /// <summary>Throws what the stream throws.</summary>
    public static void WriteComments(this TextWriter writer, IReadOnlyList<string> lines)
    {
        foreach (string line in lines)
        {
            writer.Write($"# {QuotedText.OneCell(line)}\n");
        }
    }

    /// <summary>Throws what the stream throws.</summary>
    /// <param name="writer">Of <see cref="Open"/>.</param>
    /// <param name="values">As the form shows them.</param>
    /// <param name="stack">What they belong to.</param>
    public static void WriteRecord(this TextWriter writer, string values, TextStack stack)
    {
        writer.Write(values);
        writer.Write(' ');
        stack.WriteTo(writer);
    }

    /// <summary>Throws what the stream throws, and does not touch it afterwards. Flushes it.</summary>
    public static void Finish(this TextWriter writer)
    {
        writer.Write(MemoryMap);
        writer.Flush();
    }
}
