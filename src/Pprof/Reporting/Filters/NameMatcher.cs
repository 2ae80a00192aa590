using System.Text.RegularExpressions;
using Pprof.Format;

namespace Pprof.Reporting;

/// <summary>
/// A pattern of <c>-focus</c> and its like: it is about functions, their files, and the binary. Each text is matched
/// once.
/// </summary>
internal sealed class NameMatcher(Regex pattern)
{
    private readonly Dictionary<string, bool> _known = [];

    public static NameMatcher? Of(string pattern, string option) =>
        pattern.Length == 0 ? null : new NameMatcher(Pattern.Compile(pattern, option));

    public bool Matches(Location location) => location.Lines.Any(Matches) || MatchesBinary(location);

    public bool Matches(Line line) => Matches(line.Function.Name) || Matches(line.Function.FileName);

    public bool MatchesBinary(Location location) => location.Mapping is { } mapping && Matches(mapping.FileName);

    private bool Matches(string text)
    {
        if (!_known.TryGetValue(text, out bool matches))
        {
            _known.Add(text, matches = pattern.IsMatch(text));
        }

        return matches;
    }
}
