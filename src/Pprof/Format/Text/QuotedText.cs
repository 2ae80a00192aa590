using System.Globalization;
using System.Text;

namespace Pprof.Format;

/// <summary>
/// Text as Go's verb <c>%q</c> quotes it, which is how the original writes labels: what prints stands for itself, everything
/// else is an escape of printable ASCII, so that no value can end its line or its quotes.
/// </summary>
internal static class QuotedText
{
    public static string Quote(string text)
    {
        StringBuilder quoted = new("\"", text.Length + 2);
        int i = 0;
        while (i < text.Length)
        {
            // Half a surrogate pair is no character; Go has no text like that, and writes the replacement character of its kin so.
            bool isWhole = Rune.TryGetRuneAt(text, i, out Rune rune);
            Append(quoted, isWhole ? rune : Rune.ReplacementChar, isWhole);
            i += isWhole ? rune.Utf16SequenceLength : 1;
        }

        return quoted.Append('"').ToString();
    }

    /// <summary>Text that stays in its cell of a line: control characters (tabs, line ends) become escapes, the rest is left alone.</summary>
    public static string OneCell(string text)
    {
        if (!text.AsSpan().ContainsAnyInRange('\0', '\x1f') && !text.AsSpan().ContainsAnyInRange('\x7f', '\x9f'))
        {
            return text;
        }

        StringBuilder cell = new();
        foreach (char c in text)
        {
            _ = char.IsControl(c) ? Escape(cell, c) : cell.Append(c);
        }

        return cell.ToString();
    }

    private static void Append(StringBuilder quoted, Rune rune, bool isWhole)
    {
        if (rune.Value is '"' or '\\')
        {
            quoted.Append('\\').Append((char)rune.Value);
        }
        else if (isWhole && IsPrinted(rune))
        {
            quoted.Append(rune.ToString());
        }
        else
        {
            Escape(quoted, rune.Value);
        }
    }

    // Go's IsPrint: letters, marks, numbers, punctuation, symbols, and of all spaces only that of ASCII.
    private static bool IsPrinted(Rune rune) => rune.Value == ' ' || Rune.GetUnicodeCategory(rune) is not (
        UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate or UnicodeCategory.PrivateUse
        or UnicodeCategory.OtherNotAssigned or UnicodeCategory.SpaceSeparator or UnicodeCategory.LineSeparator
        or UnicodeCategory.ParagraphSeparator);

    private static StringBuilder Escape(StringBuilder text, int value) => value switch
    {
        '\a' => text.Append(@"\a"),
        '\b' => text.Append(@"\b"),
        '\f' => text.Append(@"\f"),
        '\n' => text.Append(@"\n"),
        '\r' => text.Append(@"\r"),
        '\t' => text.Append(@"\t"),
        '\v' => text.Append(@"\v"),
        < ' ' or 0x7f => text.Append(CultureInfo.InvariantCulture, $"\\x{value:x2}"),
        < 0x10000 => text.Append(CultureInfo.InvariantCulture, $"\\u{value:x4}"),
        _ => text.Append(CultureInfo.InvariantCulture, $"\\U{value:x8}"),
    };
}
