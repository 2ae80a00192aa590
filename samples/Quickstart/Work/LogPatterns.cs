using System.Text.RegularExpressions;

namespace Quickstart.Work;

/// <summary>The same question asked of an interpreted, a compiled and a source-generated expression.</summary>
internal static partial class LogPatterns
{
    private const string SlowFailure = @"(?<verb>[A-Z]+) (?<path>/\S+) from (?<ip>\d+\.\d+\.\d+\.\d+) \S+@\S+ status=5\d\d ms=(?<ms>\d{4,})";

    private static readonly Regex s_interpreted = new(SlowFailure);
    private static readonly Regex s_compiled = new(SlowFailure, RegexOptions.Compiled);

    public static void Run(Corpus corpus)
    {
        int interpreted = s_interpreted.Count(corpus.Text);
        int compiled = s_compiled.Count(corpus.Text);
        int generated = Generated().Count(corpus.Text);
        if (interpreted != compiled || compiled != generated)
        {
            throw new InvalidOperationException($"The three disagree: {interpreted}, {compiled}, {generated}.");
        }
    }

    [GeneratedRegex(SlowFailure)]
    private static partial Regex Generated();
}
