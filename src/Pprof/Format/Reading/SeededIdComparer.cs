namespace Pprof.Format;

/// <summary>Hashes both halves of an id with the process's random seed; the default hash of a 64-bit number is a plain xor of the two.</summary>
internal sealed class SeededIdComparer : IEqualityComparer<ulong>
{
    public static SeededIdComparer Instance { get; } = new();

    public bool Equals(ulong x, ulong y) => x == y;

    public int GetHashCode(ulong obj) => HashCode.Combine((uint)obj, (uint)(obj >> 32));
}
