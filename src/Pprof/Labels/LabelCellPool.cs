using System.Runtime.InteropServices;

namespace Pprof.Labels;

/// <summary>Hands out cells. Not synchronized: <see cref="ThreadLabels"/> calls it under its lock.</summary>
internal static unsafe class LabelCellPool
{
    // A page: 64 cells.
    private const nuint ChunkBytes = 4096;

    private static readonly Stack<nint> s_free = new();

    public static LabelCell* Take()
    {
        if (s_free.Count == 0)
        {
            AddChunk();
        }

        return (LabelCell*)s_free.Pop();
    }

    // The generation first: a handler that still knows this cell as a dead thread's reads it last.
    public static void Return(LabelCell* cell)
    {
        Volatile.Write(ref cell->Generation, cell->Generation + 1);
        Volatile.Write(ref cell->Serial, 0);
        s_free.Push((nint)cell);
    }

    private static void AddChunk()
    {
        byte* chunk = (byte*)NativeMemory.AlignedAlloc(ChunkBytes, ChunkBytes);
        NativeMemory.Clear(chunk, ChunkBytes);
        for (nuint offset = 0; offset < ChunkBytes; offset += (nuint)sizeof(LabelCell))
        {
            s_free.Push((nint)(chunk + offset));
        }
    }
}
