using System.Runtime.CompilerServices;

namespace Pprof.Format;

/// <summary>Compares locations whose mappings and functions have been made one for equal ones.</summary>
internal sealed class LocationComparer : IEqualityComparer<Location>
{
    public static LocationComparer Instance { get; } = new();

    public bool Equals(Location? x, Location? y) =>
        ReferenceEquals(x!.Mapping, y!.Mapping)
        && x.Address == y.Address
        && x.IsFolded == y.IsFolded
        && x.Lines.SequenceEqual(y.Lines);

    public int GetHashCode(Location obj)
    {
        HashCode hash = default;
        hash.Add(obj.Address);
        foreach (Line line in obj.Lines)
        {
            hash.Add(RuntimeHelpers.GetHashCode(line.Function));
            hash.Add(line.LineNumber);
        }

        return hash.ToHashCode();
    }
}
