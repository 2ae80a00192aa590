using System.Globalization;
using System.Text;

namespace Pprof.Reporting;

/// <summary>
/// Texts of a profile where they meet a terminal. Names come from whoever made the file: an escape sequence could repaint the screen, a line break forge a
/// row, an override of direction turn a name around. They are shown as escapes: <c>\n</c>, <c>\u001b</c>.
/// </summary>
internal static class DisplayText
{
    public static string Escape(string text)
    {
        int first = 0;
        while (first < text.Length && !IsDangerous(text[first]))
        {
            first++;
        }

        return first == text.Length ? text : EscapeFrom(text, first);
    }

    /// <summary>The same for a line of source, whose tabs stay.</summary>
    public static string EscapeLine(string text) =>
        text.Contains('\t', StringComparison.Ordinal) ? string.Join('\t', text.Split('\t').Select(Escape)) : Escape(text);

    private static string EscapeFrom(string text, int first)
    {
        StringBuilder result = new(text, 0, first, text.Length + 16);
        foreach (char c in text.AsSpan(first))
        {
            _ = c switch
            {
                '\n' => result.Append("\\n"),
                '\r' => result.Append("\\r"),
                '\t' => result.Append("\\t"),
                _ when IsDangerous(c) => result.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}"),
                _ => result.Append(c),
            };
        }

        return result.ToString();
    }

    /// <summary>Control characters, separators of lines, and what changes the direction of text. Everything else is a name in some language.</summary>
    private static bool IsDangerous(char c) =>
        c < ' ' || (c >= '\u007f' && (char.IsControl(c) || c is '\u2028' or '\u2029' or (>= '\u202a' and <= '\u202e') or (>= '\u2066' and <= '\u2069')));
}
