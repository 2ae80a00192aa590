namespace Accuracy.Perf;

/// <summary>Reads lines of <c>perf script -F ip,sym,dso</c>: address, symbol (which may hold blanks and parentheses), file in parentheses.</summary>
internal static class PerfScript
{
    public const string Kernel = "[kernel]";

    /// <summary>Key of the line's function, or null for a line that is none.</summary>
    public static string? KeyOf(string line)
    {
        string text = line.Trim();
        int blank = text.IndexOf(' ', StringComparison.Ordinal);
        int file = text.LastIndexOf(" (", StringComparison.Ordinal);
        if (blank < 0 || file < blank)
        {
            return null;
        }

        string symbol = text[(blank + 1)..Math.Max(file, blank + 1)];
        string path = text[(file + 2)..].TrimEnd(')');
        return path.Contains("kernel", StringComparison.Ordinal) ? Kernel : SelfTime.OfLibrary(path) ?? SelfTime.OfMapFile(symbol);
    }
}
