namespace Pprof.Aggregation;

/// <summary>One distinct stack with one label set, and where its values stand.</summary>
internal struct StackEntry
{
    /// <summary>Where its frames begin in the table's array, leaf first.</summary>
    public int Start;
    public int Length;
    public int LabelSet;
    public int Hash;

    /// <summary>Next entry of the same bucket, or -1.</summary>
    public int Next;

    /// <summary>Where its values begin in the table's array.</summary>
    public int Values;
}
