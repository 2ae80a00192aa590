using System.Runtime.CompilerServices;

namespace Pprof.Format;

/// <summary>Compares samples by stack and labels, not by values; their locations have been made one for equal ones, their labels are sorted.</summary>
internal sealed class StackComparer : IEqualityComparer<Sample>
{
    public static StackComparer Instance { get; } = new();

    public bool Equals(Sample? x, Sample? y) =>
        x!.Locations.SequenceEqual(y!.Locations) && x.Labels.SequenceEqual(y.Labels);

    public int GetHashCode(Sample obj)
    {
        HashCode hash = default;
        foreach (Location location in obj.Locations)
        {
            hash.Add(RuntimeHelpers.GetHashCode(location));
        }

        foreach (Label label in obj.Labels)
        {
            hash.Add(label);
        }

        return hash.ToHashCode();
    }
}
