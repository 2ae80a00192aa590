namespace Pprof.Images;

/// <summary>Which of several names of the same code to show: the one that programs call.</summary>
internal static class ElfAliases
{
    /// <summary>
    /// libc's <c>write</c> is also <c>__write</c>, libm's <c>fmod</c> also <c>fmodf64</c> and <c>fmodf32x</c>: the fewest
    /// leading underscores and then the shortest is the C name. Not in the vdso, whose functions are called by libc's of
    /// the same names: there <c>__vdso_clock_gettime</c> tells the two apart.
    /// </summary>
    public static string Best(IEnumerable<string> names) => names
        .Where(name => name.Length > 0)
        .OrderBy(name => name.StartsWith("__vdso_", StringComparison.Ordinal) ? -1 : Underscores(name))
        .ThenBy(name => name.Length)
        .ThenBy(name => name, StringComparer.Ordinal)
        .FirstOrDefault("");

    private static int Underscores(string name) => name.Length - name.AsSpan().TrimStart('_').Length;
}
