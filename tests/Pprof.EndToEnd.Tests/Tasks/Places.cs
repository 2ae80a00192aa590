using System.Collections.Concurrent;
using System.Runtime.CompilerServices;

namespace Pprof.EndToEnd.Tests.Tasks;

/// <summary>Remembers on which line a method awaits, so that tests need not repeat numbers.</summary>
internal static class Places
{
    private static readonly ConcurrentDictionary<string, int> s_lines = [];

    /// <summary>Hands on what is to be awaited.</summary>
    public static T Here<T>(this T awaitable, [CallerMemberName] string method = "", [CallerLineNumber] int line = 0)
    {
        s_lines[method] = line;
        return awaitable;
    }

    public static bool IsAwaitOf(string method, int line) => s_lines.TryGetValue(method, out int known) && known == line;
}
