namespace Pprof.Unwinding.Managed;

/// <summary>The code of one frame: how to leave it, and which method's it is.</summary>
/// <param name="Rule">Valid for managed code without <see cref="CodeTraits.NoRule"/>.</param>
/// <param name="MethodStart">First instruction of the method, the same for its body and its funclets.</param>
/// <param name="Traits">The rest.</param>
internal readonly record struct FrameCode(FrameRule Rule, ulong MethodStart, CodeTraits Traits)
{
    public bool IsManaged => (Traits & CodeTraits.Managed) != 0;

    public bool Is(CodeTraits trait) => (Traits & trait) != 0;
}
