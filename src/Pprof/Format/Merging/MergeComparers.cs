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

/// <summary>Functions are the same when everything but their numbers is.</summary>
internal sealed class FunctionComparer : IEqualityComparer<Function>
{
    public static FunctionComparer Instance { get; } = new();

    public bool Equals(Function? x, Function? y) => KeyOf(x!) == KeyOf(y!);

    public int GetHashCode(Function obj) => KeyOf(obj).GetHashCode();

    private static (string Name, string SystemName, string FileName, long StartLine) KeyOf(Function one) =>
        (one.Name, one.SystemName, one.FileName, one.StartLine);
}

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
