namespace Pprof.Labels;

/// <summary>
/// Keys with one value each, sorted by key, ordinal. Immutable; two sets of the same content are equal, so samples of equal
/// labels are counted together.
/// </summary>
internal sealed class LabelSet : IEquatable<LabelSet>
{
    public static readonly LabelSet Empty = new([]);

    private readonly KeyValuePair<string, string>[] _pairs;
    private readonly int _hash;

    private LabelSet(KeyValuePair<string, string>[] pairs)
    {
        _pairs = pairs;
        HashCode hash = default;
        foreach ((string key, string value) in pairs)
        {
            hash.Add(key);
            hash.Add(value);
        }

        _hash = hash.ToHashCode();
    }

    public ReadOnlySpan<KeyValuePair<string, string>> Pairs => _pairs;

    /// <summary>This set and <paramref name="labels"/>; of equal keys the new one wins, and among the new the last.</summary>
    public LabelSet With(params ReadOnlySpan<KeyValuePair<string, string>> labels)
    {
        if (labels.IsEmpty)
        {
            return this;
        }

        SortedDictionary<string, string> all = new(StringComparer.Ordinal);
        foreach ((string key, string value) in _pairs)
        {
            all[key] = value;
        }

        foreach ((string key, string value) in labels)
        {
            all[key] = value;
        }

        return new LabelSet([.. all]);
    }

    public bool Equals(LabelSet? other) =>
        ReferenceEquals(this, other) || (other is not null && _hash == other._hash && _pairs.AsSpan().SequenceEqual(other._pairs));

    public override bool Equals(object? obj) => Equals(obj as LabelSet);

    public override int GetHashCode() => _hash;
}
