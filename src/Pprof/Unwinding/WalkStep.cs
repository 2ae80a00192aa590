namespace Pprof.Unwinding;

/// <summary>What a walk does after a frame.</summary>
internal enum WalkStep : byte
{
    GoOn,
    Root,
    Truncated,
    Unwalkable,
}
