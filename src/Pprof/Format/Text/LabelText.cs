namespace Pprof.Format;

/// <summary>Labels as the text form shows them: <c>{"key":"value", "other":"value"}</c>, sorted by the quoted pairs.</summary>
internal static class LabelText
{
    public static string Of(ReadOnlySpan<KeyValuePair<string, string>> labels)
    {
        string[] pairs = new string[labels.Length];
        for (int i = 0; i < pairs.Length; i++)
        {
            pairs[i] = $"{QuotedText.Quote(labels[i].Key)}:{QuotedText.Quote(labels[i].Value)}";
        }

        Array.Sort(pairs, ByteOrder.Comparer);
        return $"{{{string.Join(", ", pairs)}}}";
    }
}
