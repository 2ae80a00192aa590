namespace Pprof.EventPipe.Rundown;

/// <summary>One compiled body, as the runtime reports it when a session ends.</summary>
/// <param name="Start">First instruction.</param>
/// <param name="Size">In bytes.</param>
/// <param name="MethodId">The runtime's handle of the method; several bodies may have it (one for each tier).</param>
/// <param name="VersionId">Tells the bodies of one method apart; 0 for the first.</param>
/// <param name="ModuleId">Key into the modules.</param>
/// <param name="Token">Metadata token; 0 for dynamic methods.</param>
/// <param name="TypeName">With namespace, <c>+</c> for nesting and arguments in brackets.</param>
/// <param name="Name">The method's metadata name.</param>
/// <param name="Signature">As the runtime prints it.</param>
/// <param name="IsDynamic">Made by <c>DynamicMethod</c> or the like.</param>
internal sealed record MethodRange(
    ulong Start, uint Size, ulong MethodId, ulong VersionId, ulong ModuleId, int Token, string TypeName, string Name, string Signature, bool IsDynamic)
{
    /// <summary>Native offsets from <see cref="Start"/>, ascending; null when not asked for or ready-to-run.</summary>
    public uint[]? NativeOffsets { get; init; }

    public int[]? ILOffsets { get; init; }
}
