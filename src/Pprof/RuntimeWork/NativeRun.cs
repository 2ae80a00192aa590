namespace Pprof.RuntimeWork;

/// <summary>Neighbouring native frames of a stack, leaf first, and what is seen in them at a glance.</summary>
internal ref struct NativeRun
{
    /// <summary>Index of its innermost frame in the stack, and one past its outermost.</summary>
    public int Start, End;

    /// <summary>Index of the outermost frame in code of the runtime's, its compiler's or its collector's; -1 when there is none.</summary>
    public int Entry;

    public CodeOwner LeafOwner;
    public bool HasRuntime, HasCompiler, HasCollector;

    /// <summary>No frame of any kind lies below it, or above it.</summary>
    public bool IsLeaf, IsRoot;
}
