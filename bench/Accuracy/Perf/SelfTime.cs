using System.Text;

namespace Accuracy.Perf;

/// <summary>Names of functions that both profilers can be brought to: <c>Namespace.Type.Method</c> without generic arguments, arity and signature.</summary>
internal static class SelfTime
{
    /// <summary>From our system name, <c>Namespace.Type`1[System.Int32].Method(int)</c>.</summary>
    public static string OfSystemName(string name) => Plain(name);

    /// <summary>
    /// From the runtime's map file, <c>instance class [A]X`1&lt;class B/Item&gt; [Assembly] Namespace.Type`1[System.__Canon]::Method(int32)[OptimizedTier1]</c>:
    /// the type begins behind the last "] " before the colons.
    /// </summary>
    public static string OfMapFile(string symbol)
    {
        int colons = symbol.IndexOf("::", StringComparison.Ordinal);
        if (colons < 0)
        {
            return symbol.StartsWith("stub ", StringComparison.Ordinal) ? "[stub]" : symbol;
        }

        int type = symbol.LastIndexOf("] ", colons, StringComparison.Ordinal) + 2;
        return Plain($"{symbol[type..colons]}.{symbol[(colons + 2)..]}");
    }

    /// <summary>Native code is compared by library: one side names functions by symbols that the other does not read.</summary>
    public static string? OfLibrary(string path)
    {
        string name = Path.GetFileName(path);
        return name is "[vdso]" ? name : name.Contains(".so", StringComparison.Ordinal) ? $"[{name}]" : null;
    }

    private static string Plain(string name)
    {
        StringBuilder plain = new();
        int depth = 0;
        foreach (char c in name.AsSpan(0, name.IndexOf('(', StringComparison.Ordinal) is var end and >= 0 ? end : name.Length))
        {
            depth += c == '[' ? 1 : 0;
            if (depth == 0)
            {
                plain.Append(c == '+' ? '.' : c);
            }

            depth -= c == ']' ? 1 : 0;
        }

        return System.Text.RegularExpressions.Regex.Replace(plain.ToString(), @"`\d+", "");
    }
}
