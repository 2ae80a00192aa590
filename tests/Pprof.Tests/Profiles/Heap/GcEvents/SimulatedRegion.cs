namespace Pprof.Tests.Profiles.Heap.GcEvents;

/// <summary>A stretch of addresses that belongs to one generation of one heap.</summary>
internal sealed class SimulatedRegion(ulong start, int heap, int generation)
{
    public const ulong Size = 0x4000;

    public ulong Start => start;

    public int Heap => heap;

    /// <summary>0 to 2; 3 for large, 4 for pinned objects.</summary>
    public int Generation { get; set; } = generation;

    /// <summary>By address.</summary>
    public List<SimulatedObject> Objects { get; set; } = [];

    public ulong Used => Objects.Count == 0 ? 0 : Objects[^1].End - start;

    /// <summary>Objects side by side, each run as one range, which is where the collector sees a plug.</summary>
    public static IEnumerable<(ulong Start, ulong Length)> Runs(IReadOnlyList<SimulatedObject> objects)
    {
        for (int i = 0; i < objects.Count;)
        {
            int first = i++;
            while (i < objects.Count && objects[i].Address == objects[i - 1].End)
            {
                i++;
            }

            yield return (objects[first].Address, objects[i - 1].End - objects[first].Address);
        }
    }

    /// <summary>Room for so many bytes at the end, or between objects when gaps are used; 0 when there is none.</summary>
    public ulong FindRoom(ulong size, bool inGaps)
    {
        ulong at = start;
        foreach (SimulatedObject one in Objects)
        {
            if (inGaps && one.Address - at >= size)
            {
                return at;
            }

            at = one.End;
        }

        return start + Size - at >= size ? at : 0;
    }

    public void Add(SimulatedObject one)
    {
        int index = Objects.FindIndex(other => other.Address > one.Address);
        Objects.Insert(index < 0 ? Objects.Count : index, one);
    }
}
