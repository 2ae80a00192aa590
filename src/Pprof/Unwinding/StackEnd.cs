namespace Pprof.Unwinding;

/// <summary>How a walk ended.</summary>
internal enum StackEnd : byte
{
    /// <summary>At the thread's first frame: nothing is missing.</summary>
    Root,

    /// <summary>At the end of the copied bytes or of the room for frames. The last entry is <see cref="StackMarker.Truncated"/>.</summary>
    Truncated,

    /// <summary>At a frame that no table describes. The last entry is <see cref="StackMarker.Unwalkable"/>.</summary>
    Unwalkable,
}
