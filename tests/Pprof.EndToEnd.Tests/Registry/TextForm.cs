using System.Globalization;
using System.Text.RegularExpressions;

namespace Pprof.EndToEnd.Tests.Registry;

/// <summary>How the text of a profile begins, and what the viewer must read as the total of its first value.</summary>
internal static partial class TextForm
{
    public static string FirstLine(string name) => name switch
    {
        "heap" or "allocs" => @"^heap profile: \d+: \d+ \[\d+: \d+\] @ heap/\d+\n",
        "block" => @"^--- contention:\n",
        "mutex" => @"^--- mutex:\n",
        _ => $@"^{Regex.Escape(name)} profile: total \d+\n",
    };

    /// <summary>Null for a form whose numbers the viewer multiplies.</summary>
    public static long? Total(string name, string text) => name switch
    {
        "heap" or "allocs" => null,
        "block" or "mutex" => Contentions().Matches(text).Sum(NumberIn),
        _ => NumberIn(Counted().Match(text)),
    };

    private static long NumberIn(Match match) => long.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"profile: total (\d+)\n")]
    private static partial Regex Counted();

    [GeneratedRegex(@"^\d+ (\d+) @", RegexOptions.Multiline)]
    private static partial Regex Contentions();
}
