using System.Globalization;

namespace Pprof.Format;

/// <summary>The lines of a legacy profile of text, and the numbers in them.</summary>
internal sealed class LegacyText(string text)
{
    private int _position;

    /// <summary>The line that <see cref="Next"/> found, without blanks around it.</summary>
    public string Line { get; private set; } = "";

    public int Number { get; private set; }

    public bool Next()
    {
        bool isThere = _position < text.Length;
        int end = text.AsSpan(_position).IndexOf('\n') is >= 0 and var length ? _position + length : text.Length;
        Line = text.AsSpan(_position, end - _position).Trim().ToString();
        _position = Math.Min(end + 1, text.Length);
        Number++;
        return isThere;
    }

    /// <summary>Goes back to the beginning: another reader of the same text begins.</summary>
    public void Restart()
    {
        (_position, Line, Number) = (0, "", 0);
    }

    /// <summary>The next that is neither empty nor a comment.</summary>
    public bool NextContent()
    {
        while (Next())
        {
            if (Line.Length > 0 && Line[0] != '#')
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>What is left after the line at which the mappings begin, wherever that is.</summary>
    public IEnumerable<string> Mappings()
    {
        while (!LegacyMappings.Begins(Line))
        {
            if (!Next())
            {
                yield break;
            }
        }

        while (Next())
        {
            yield return Line;
        }
    }

    /// <summary>All numbers of the form 0x1f in a text.</summary>
    /// <exception cref="ProfileFormatException">One has more than 64 bits.</exception>
    public List<ulong> Addresses(string within)
    {
        List<ulong> addresses = [];
        for (int at = within.IndexOf("0x", StringComparison.Ordinal); at >= 0; at = within.IndexOf(
            "0x", at, StringComparison.Ordinal))
        {
            int end = at + 2;
            while (end < within.Length && (char.IsAsciiDigit(within[end]) || within[end] is >= 'a' and <= 'f'))
            {
                end++;
            }

            if (end > at + 2)
            {
                addresses.Add(Hex(within.AsSpan(at + 2, end - at - 2)));
            }

            at = end;
        }

        return addresses;
    }

    public long Number64(string text) =>
        long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long value)
        ? value
        : throw Error($"'{Shorten(text)}' is no number of 64 bits");

    public ProfileFormatException Error(string what) =>
        new($"Not a valid profile: line {Number}, '{Shorten(Line)}': {what}.");

    private ulong Hex(ReadOnlySpan<char> digits) =>
        ulong.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out ulong value)
        ? value
        : throw Error("an address has more than 64 bits");

    private static string Shorten(string line)
    {
        string shown = new([.. line.Take(60).Where(c => !char.IsControl(c))]);
        return line.Length > 60 ? shown + "…" : shown;
    }
}
