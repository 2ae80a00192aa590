namespace Accuracy.Perf;

/// <summary>
/// Reads <c>perf script -F ip,sym,dso</c>: stacks, leaf first, with an empty line after each. A line is an address, a symbol
/// (which may hold blanks and parentheses), and the file in parentheses.
/// </summary>
internal static class PerfScript
{
    /// <summary>
    /// The function that each sample belongs to: the first frame outside of the kernel, for time in the kernel is time of
    /// the instruction that entered it. Threads that never leave the kernel have none.
    /// </summary>
    public static IEnumerable<string> Leaves(IEnumerable<string> lines)
    {
        bool isFound = false;
        foreach (string line in lines)
        {
            if (line.Length == 0)
            {
                isFound = false;
            }
            else if (!isFound && KeyOf(line) is { } key)
            {
                isFound = true;
                yield return key;
            }
        }
    }

    /// <summary>Null for a frame of the kernel and for a line that is no frame.</summary>
    private static string? KeyOf(string line)
    {
        string text = line.Trim();
        int blank = text.IndexOf(' ', StringComparison.Ordinal);
        int file = text.LastIndexOf(" (", StringComparison.Ordinal);
        if (blank < 0 || file < blank)
        {
            return null;
        }

        string path = text[(file + 2)..].TrimEnd(')');
        string symbol = file > blank ? text[(blank + 1)..file] : "";
        bool isKernel = path.Contains("kernel", StringComparison.Ordinal) || text.StartsWith("ffffff", StringComparison.Ordinal);
        return isKernel ? null : SelfTime.OfLibrary(path) ?? SelfTime.OfMapFile(symbol);
    }
}
