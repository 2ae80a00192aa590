namespace Pprof.Unwinding;

/// <summary>What walks met that is not plain. Written by the owner of the parts.</summary>
internal sealed class UnwinderStatistics
{
    public long Walks { get; set; }

    /// <summary>A return address had been replaced by the runtime, which does so to stop a thread.</summary>
    public long Hijacked { get; set; }

    /// <summary>Those of them whose original was found; the others end in <see cref="StackMarker.Unwalkable"/>.</summary>
    public long HijacksUndone { get; set; }

    /// <summary>A native part was left by the runtime's explicit Frame because no call frame information led through it.</summary>
    public long FrameJumps { get; set; }

    /// <summary>A native leaf without call frame information was left by looking for a return address above rsp.</summary>
    public long Scans { get; set; }

    /// <summary>A block's method was left by the block's rbp, because the dead frames between them led nowhere.</summary>
    public long BlocksLeft { get; set; }

    /// <summary>A catch or finally block whose method was not found above it: the stack is shown as it physically is.</summary>
    public long LostBlocks { get; set; }
}
