namespace Pprof.Reporting;

/// <summary>Paths of source files as a profile has them: of the machine where they were compiled.</summary>
internal static class SourcePaths
{
    private const char ListSeparator = ':';
    private static readonly string[] s_sandbox = ["/proc/self/cwd/./", "/proc/self/cwd/"];

    /// <summary>
    /// Cuts off a beginning that was named. When none was, a folder of the search path gives a hint: for
    /// <c>/home/me/shop</c>, <c>/build/shop/Cart.cs</c>
    /// becomes <c>Cart.cs</c>.
    /// </summary>
    public static string Trim(string path, string trimPath, string searchPath)
    {
        if (trimPath.Length == 0)
        {
            foreach (string folder in Split(searchPath))
            {
                string wanted = $"/{FrameNames.BaseName(folder)}/";
                int found = path.IndexOf(wanted, StringComparison.Ordinal);
                if (found >= 0)
                {
                    return path[(found + wanted.Length)..];
                }
            }
        }

        foreach (string start in Split(trimPath).Concat(s_sandbox).Select(WithSlash))
        {
            if (path.StartsWith(start, StringComparison.Ordinal))
            {
                return path[start.Length..];
            }
        }

        return path;
    }

    /// <summary>
    /// The shortest path of the same meaning: no <c>.</c>, no <c>..</c> after a name, no two slashes. One of Windows
    /// stays as it is.
    /// </summary>
    public static string Clean(string path)
    {
        if (path.Length == 0
            || (!path.Contains("//", StringComparison.Ordinal) && !path.Contains("/.", StringComparison.Ordinal)
            && path[0] != '.' && path[^1] != '/'))
        {
            return path;
        }

        bool isRooted = path[0] == '/';
        List<string> parts = [];
        foreach (string part in path.Split('/').Where(part => part.Length > 0 && part != "."))
        {
            Add(parts, part, isRooted);
        }

        string joined = string.Join('/', parts);
        return isRooted ? "/" + joined : joined.Length == 0 ? "." : joined;
    }

    public static IEnumerable<string> Split(string paths) =>
        paths.Split(ListSeparator, StringSplitOptions.RemoveEmptyEntries);

    private static void Add(List<string> parts, string part, bool isRooted)
    {
        if (part == ".." && parts.Count > 0 && parts[^1] != "..")
        {
            parts.RemoveAt(parts.Count - 1);
        }
        else if (part != ".." || !isRooted)
        {
            parts.Add(part);
        }
    }

    private static string WithSlash(string path) => path.EndsWith('/') ? path : path + "/";
}
