namespace Pprof.Format;

/// <summary>
/// Mappings are the same when they show the same part of the same file, wherever it was loaded: the rule of the pprof tool. Memory without a file is
/// the same only at the same place.
/// </summary>
internal sealed class MappingComparer : IEqualityComparer<Mapping>
{
    public static MappingComparer Instance { get; } = new();

    public bool Equals(Mapping? x, Mapping? y) => KeyOf(x!) == KeyOf(y!);

    public int GetHashCode(Mapping obj) => KeyOf(obj).GetHashCode();

    private static (string Identity, ulong Size, ulong Offset, ulong Place) KeyOf(Mapping one)
    {
        string identity = one.BuildId.Length > 0 ? one.BuildId : one.FileName;
        return (identity, one.MemoryLimit - one.MemoryStart, one.FileOffset, identity.Length > 0 ? 0 : one.MemoryStart);
    }
}
