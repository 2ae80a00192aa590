using System.Text.RegularExpressions;

namespace Accuracy.Perf;

/// <summary>Self time by function under names that both profilers can be brought to.</summary>
internal static partial class SelfTime
{
    /// <summary>
    /// <c>Namespace.Type.Method</c> without generic arguments, arity, signature, assembly and tier. perf's own form, from the
    /// runtime's map file, is <c>void [Assembly] Namespace.Type`1[System.__Canon]::Method(int32)[OptimizedTier1]</c>.
    /// </summary>
    public static string MethodKey(string name)
    {
        string key = Assembly().Match(name) is { Success: true } match ? name[(match.Index + match.Length)..] : name;
        key = Arguments().Replace(key, "").Replace("::", ".", StringComparison.Ordinal).Replace('+', '.').Replace('/', '.');
        int signature = key.IndexOf('(', StringComparison.Ordinal);
        return (signature < 0 ? key : key[..signature]).Replace("..ctor", ".ctor", StringComparison.Ordinal).TrimEnd();
    }

    /// <summary>Native code is compared by library: one side names functions by symbols that the other does not read.</summary>
    public static string LibraryKey(string path) => $"[{Path.GetFileName(path)}]";

    public static bool IsLibrary(string path) => path.Contains(".so", StringComparison.Ordinal);

    [GeneratedRegex(@"^.*?\[[\w.\-]+\]\s(?=[\w<.])")]
    private static partial Regex Assembly();

    [GeneratedRegex(@"`\d+|\[[^\]]*\]|<[\w.,\s?\[\]]*>")]
    private static partial Regex Arguments();
}
