using System.Globalization;
using System.Runtime.InteropServices;

namespace BenchCommon;

/// <summary>Memory of this process that is resident and not the managed heap's.</summary>
public static class NativeResidentSet
{
    private readonly record struct Mapping(ulong Start, ulong End, long Resident);

    /// <summary>The managed heap is one reserved range, which the kernel lists as mappings that touch each other; one of them holds any object.</summary>
    public static long Bytes()
    {
        List<Mapping> mappings = Read();
        ulong address = AddressOfAnObject();
        int first = mappings.FindIndex(one => one.Start <= address && address < one.End);
        int last = first;
        while (first > 0 && mappings[first - 1].End == mappings[first].Start)
        {
            first--;
        }

        while (last + 1 < mappings.Count && mappings[last + 1].Start == mappings[last].End)
        {
            last++;
        }

        return mappings.Where((_, index) => index < first || index > last).Sum(one => one.Resident);
    }

    private static ulong AddressOfAnObject()
    {
        GCHandle handle = GCHandle.Alloc(new byte[64], GCHandleType.Pinned);
        ulong address = (ulong)handle.AddrOfPinnedObject();
        handle.Free();
        return address;
    }

    // "7f12a000-7f12b000 rw-p …", then lines of its figures, of which "Rss:   12 kB" is one.
    private static List<Mapping> Read()
    {
        List<Mapping> mappings = [];
        foreach (string line in File.ReadLines("/proc/self/smaps"))
        {
            string[] parts = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (parts[0].Split('-') is [string start, string end] && !parts[0].EndsWith(':'))
            {
                mappings.Add(new Mapping(Hex(start), Hex(end), 0));
            }
            else if (parts[0] == "Rss:")
            {
                mappings[^1] = mappings[^1] with { Resident = long.Parse(parts[1], CultureInfo.InvariantCulture) * 1024 };
            }
        }

        return mappings;
    }

    private static ulong Hex(string text) => ulong.Parse(text, NumberStyles.HexNumber, CultureInfo.InvariantCulture);
}
