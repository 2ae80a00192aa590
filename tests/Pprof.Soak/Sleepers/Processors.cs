using System.Globalization;
using System.Numerics;
using System.Runtime.InteropServices;

namespace Pprof.Soak.Sleepers;

/// <summary>On how many processors the threads of this process may run.</summary>
internal static unsafe partial class Processors
{
    private const int Words = 16;
    private const int WordBits = 64;

    /// <summary>For all threads there are, and so for those that they start.</summary>
    public static void Limit(int count, ulong[] allowed)
    {
        fixed (ulong* mask = First(count, allowed))
        {
            foreach (string task in Directory.GetDirectories("/proc/self/task"))
            {
                _ = sched_setaffinity(int.Parse(Path.GetFileName(task), CultureInfo.InvariantCulture), Words * sizeof(ulong), mask);
            }
        }
    }

    public static ulong[] Allowed()
    {
        ulong[] mask = new ulong[Words];
        fixed (ulong* start = mask)
        {
            _ = sched_getaffinity(0, Words * sizeof(ulong), start);
        }

        return mask;
    }

    private static ulong[] First(int count, ulong[] allowed)
    {
        ulong[] mask = new ulong[Words];
        for (int i = 0, taken = 0; i < Words * WordBits && taken < count; i++)
        {
            if ((allowed[i / WordBits] >> (i % WordBits) & 1) != 0)
            {
                mask[i / WordBits] |= 1UL << (i % WordBits);
                taken++;
            }
        }

        return mask;
    }

    [LibraryImport("libc")]
    private static partial int sched_setaffinity(int thread, nuint bytes, ulong* mask);

    [LibraryImport("libc")]
    private static partial int sched_getaffinity(int thread, nuint bytes, ulong* mask);
}
