using System.Runtime.InteropServices;

namespace Pprof.Labels;

/// <summary>Hands out cells. Not synchronized: <see cref="LabeledThreads"/> calls it under its lock.</summary>
internal sealed unsafe class LabelCellPool
{
    // A page: 64 cells.
    private const nuint ChunkBytes = 4096;

    private readonly Stack<nint> _free = new();

    public LabelCell* Take()
    {
        if (_free.Count == 0)
        {
            AddChunk();
        }

        return (LabelCell*)_free.Pop();
    }

    // The generation first: a handler that still knows this cell as a dead thread's reads it last.
    public void Return(LabelCell* cell)
    {
        Volatile.Write(ref cell->Generation, cell->Generation + 1);
        Volatile.Write(ref cell->Serial, 0);
        _free.Push((nint)cell);
    }

    private void AddChunk()
    {
        byte* chunk = (byte*)NativeMemory.AlignedAlloc(ChunkBytes, ChunkBytes);
        NativeMemory.Clear(chunk, ChunkBytes);
        for (nuint offset = 0; offset < ChunkBytes; offset += (nuint)sizeof(LabelCell))
        {
            _free.Push((nint)(chunk + offset));
        }
    }
}
