using System.Runtime.InteropServices;

namespace Pprof.Labels;

/// <summary>Leads from a thread, as a sampler knows it, to the thread's cell. In native memory; written once, when the thread has a cell.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct LabelPointer
{
    /// <summary>Null while the thread has never had labels.</summary>
    public LabelCell* Cell;

    /// <summary>The cell's generation while it is this thread's.</summary>
    public long Generation;

    // The generation first: whoever sees the cell sees it too.
    public void Set(LabelCell* cell)
    {
        Generation = cell->Generation;
        fixed (LabelCell** slot = &Cell)
        {
            Volatile.Write(ref *(nint*)slot, (nint)cell);
        }
    }
}
