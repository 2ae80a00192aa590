namespace Pprof.Unwinding.View;

/// <summary>What a <see cref="StackView"/> does with the next frame.</summary>
internal enum ViewState : byte
{
    /// <summary>Shows it.</summary>
    Plain,

    /// <summary>The last managed frame was a catch, finally, fault or filter block; the next one tells which.</summary>
    BehindBlock,

    /// <summary>Leaves frames out, up to and including the block's method.</summary>
    Skipping,
}
