using System.Collections;
using System.Diagnostics.CodeAnalysis;

namespace Pprof.Labels;

/// <summary>
/// Keys with one value each, sorted by key, ordinal. Immutable; two sets of the same content are equal, so samples of equal
/// labels are counted together.
/// </summary>
internal sealed class LabelSet : IEquatable<LabelSet>, IReadOnlyDictionary<string, string>
{
    public static readonly LabelSet Empty = new([]);

    private readonly KeyValuePair<string, string>[] _pairs;

    private LabelSet(KeyValuePair<string, string>[] pairs) => _pairs = pairs;

    public ReadOnlySpan<KeyValuePair<string, string>> Pairs => _pairs;

    /// <summary>These labels without those of a span, of which there may be as many as the program has requests; null when there are none.</summary>
    public LabelSet? WithoutTrace { get; private init; }

    public int Count => _pairs.Length;

    public IEnumerable<string> Keys => _pairs.Select(pair => pair.Key);

    public IEnumerable<string> Values => _pairs.Select(pair => pair.Value);

    public string this[string key] =>
        TryGetValue(key, out string? value) ? value : throw new KeyNotFoundException($"No label '{key}' is in force.");

    /// <summary>This set and <paramref name="labels"/>; of equal keys the new one wins, and among the new the last.</summary>
    public LabelSet With(params ReadOnlySpan<KeyValuePair<string, string>> labels)
    {
        if (labels.IsEmpty)
        {
            return this;
        }

        KeyValuePair<string, string>[] pairs = new KeyValuePair<string, string>[_pairs.Length + labels.Length];
        _pairs.CopyTo(pairs, 0);
        int count = _pairs.Length;
        foreach (KeyValuePair<string, string> label in labels)
        {
            count = Put(pairs, count, label);
        }

        return new LabelSet(count == pairs.Length ? pairs : pairs[..count]);
    }

    /// <summary>This set and the labels of a span; one that the program has given itself goes before.</summary>
    public LabelSet WithTrace(params ReadOnlySpan<KeyValuePair<string, string>> labels)
    {
        LabelSet both = Empty.With(labels).With(_pairs);
        return new LabelSet(both._pairs) { WithoutTrace = this };
    }

    public bool ContainsKey(string key) => TryGetValue(key, out _);

    // A handful of labels: looking at each is as fast as a table.
    public bool TryGetValue(string key, [MaybeNullWhen(false)] out string value)
    {
        ArgumentNullException.ThrowIfNull(key);
        value = null;
        foreach (KeyValuePair<string, string> pair in _pairs)
        {
            value = pair.Key == key ? pair.Value : value;
        }

        return value is not null;
    }

    public IEnumerator<KeyValuePair<string, string>> GetEnumerator() => ((IEnumerable<KeyValuePair<string, string>>)_pairs).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    public bool Equals(LabelSet? other) => ReferenceEquals(this, other) || (other is not null && _pairs.AsSpan().SequenceEqual(other._pairs));

    public override bool Equals(object? obj) => Equals(obj as LabelSet);

    public override int GetHashCode()
    {
        HashCode hash = default;
        foreach ((string key, string value) in _pairs)
        {
            hash.Add(key);
            hash.Add(value);
        }

        return hash.ToHashCode();
    }

    // Keeps the first count pairs sorted; returns how many there are now.
    private static int Put(KeyValuePair<string, string>[] pairs, int count, KeyValuePair<string, string> label)
    {
        int place = count;
        while (place > 0 && string.CompareOrdinal(pairs[place - 1].Key, label.Key) > 0)
        {
            place--;
        }

        if (place > 0 && pairs[place - 1].Key == label.Key)
        {
            pairs[place - 1] = label;
            return count;
        }

        Array.Copy(pairs, place, pairs, place + 1, count - place);
        pairs[place] = label;
        return count + 1;
    }
}
