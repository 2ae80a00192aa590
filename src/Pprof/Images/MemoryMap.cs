namespace Pprof.Images;

/// <summary>A snapshot of what is mapped where in this process, sorted by address. Immutable; read a new one to see changes.</summary>
internal sealed class MemoryMap
{
    private const string SelfMaps = "/proc/self/maps";

    private readonly MappedRegion[] _regions;

    private MemoryMap(MappedRegion[] regions) => _regions = regions;

    public IReadOnlyList<MappedRegion> Regions => _regions;

    /// <summary>The map of this process now; empty where <c>/proc</c> cannot be read.</summary>
    public static MemoryMap Read()
    {
        try
        {
            return Parse(File.ReadAllBytes(SelfMaps));
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return new MemoryMap([]);
        }
    }

    /// <summary>Lines that do not parse are left out.</summary>
    public static MemoryMap Parse(ReadOnlySpan<byte> text)
    {
        List<MappedRegion> regions = [];
        foreach (Range line in text.Split((byte)'\n'))
        {
            string lastPath = regions.Count > 0 ? regions[^1].Path : "";
            if (MapsLine.TryParse(text[line], lastPath) is { } region)
            {
                regions.Add(region);
            }
        }

        return new MemoryMap([.. regions]);
    }

    // Allocation-free: the owner of the parts asks for every new address.
    public MappedRegion? Find(ulong address) => IndexOf(address) is int index and >= 0 ? _regions[index] : null;

    /// <summary>The position in <see cref="Regions"/> of the one that holds an address, or -1.</summary>
    public int IndexOf(ulong address)
    {
        int low = 0;
        int high = _regions.Length - 1;
        while (low <= high)
        {
            int middle = (low + high) >>> 1;
            if (_regions[middle].Contains(address))
            {
                return middle;
            }

            (low, high) = address < _regions[middle].Start ? (low, middle - 1) : (middle + 1, high);
        }

        return -1;
    }
}
