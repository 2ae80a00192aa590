namespace Quickstart.Work;

/// <summary>Splits the text into words, counts them in a dictionary, and sorts what it found.</summary>
internal static class WordCount
{
    public static void Run(Corpus corpus) => _ = MostFrequent(Count(corpus.Text), 10);

    private static Dictionary<string, int> Count(string text)
    {
        Dictionary<string, int> counts = [];
        var bySpan = counts.GetAlternateLookup<ReadOnlySpan<char>>();
        foreach (Range word in text.AsSpan().SplitAny(' ', '/', '=', '\n'))
        {
            ReadOnlySpan<char> key = text.AsSpan(word);
            bySpan.TryGetValue(key, out int count);
            bySpan[key] = count + 1;
        }

        return counts;
    }

    private static List<string> MostFrequent(Dictionary<string, int> counts, int take) =>
        [.. counts.OrderByDescending(pair => pair.Value).ThenBy(pair => pair.Key, StringComparer.Ordinal).Take(take).Select(pair => pair.Key)];
}
