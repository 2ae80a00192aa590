using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Pprof.Runtime;

/// <summary>
/// The types that are known, where a signal handler can look: in native memory that is never given back, and only added
/// to. One thread adds, any reads.
/// Types that may be unloaded are not put in.
/// </summary>
/// <remarks>16,384 places are 384 KB, of which only touched pages count. A large service shows some thousand types on
/// its stacks.</remarks>
internal static unsafe class AwaitTable
{
    private const uint Size = 1 << 14;
    private const uint MostProbes = 16;

    private static int s_count;

    /// <summary>The first place.</summary>
    public static AwaitEntry* Entries { get; } = (AwaitEntry*)NativeMemory.AllocZeroed(Size, (nuint)sizeof(AwaitEntry));

    /// <summary>Does nothing when half of the places are taken: then a type is looked at anew in each sample.</summary>
    public static void Add(in AwaitEntry entry)
    {
        if (s_count >= Size / 2 || Find(Entries, entry.MethodTable) != null)
        {
            return;
        }

        uint at = Hash(entry.MethodTable);
        while (Entries[at].MethodTable != 0)
        {
            at = (at + 1) & (Size - 1);
        }

        s_count++;
        Write(Entries + at, entry);
    }

    /// <summary>RUNS INSIDE A SIGNAL HANDLER. Null when the type is not known.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static AwaitEntry* Find(AwaitEntry* entries, ulong methodTable)
    {
        uint at = Hash(methodTable);
        AwaitEntry* found = null;
        for (uint i = 0; i < MostProbes; i++)
        {
            AwaitEntry* entry = entries + ((at + i) & (Size - 1));
            ulong key = Volatile.Read(ref entry->MethodTable);
            if (key == methodTable)
            {
                found = entry;
            }

            if (key == methodTable || key == 0)
            {
                break;
            }
        }

        return found;
    }

    private static void Write(AwaitEntry* place, in AwaitEntry entry)
    {
        AwaitEntry incomplete = entry;
        incomplete.MethodTable = 0;
        *place = incomplete;
        Volatile.Write(ref place->MethodTable, entry.MethodTable);
    }

    // Multiplication by 2^64 / golden ratio spreads the low bits of neighbouring addresses over the top.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint Hash(ulong methodTable) => (uint)((methodTable * 0x9e37_79b9_7f4a_7c15) >> 40) & (Size - 1);
}
