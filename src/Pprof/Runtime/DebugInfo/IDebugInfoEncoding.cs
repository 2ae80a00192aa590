namespace Pprof.Runtime.DebugInfo;

/// <summary>One way in which a runtime stores what the JIT tells debuggers of a body.</summary>
internal interface IDebugInfoEncoding
{
    /// <summary>The map at <paramref name="address"/>; null where there is none, or none in this encoding. Does not throw.</summary>
    /// <param name="address">Of what is stored.</param>
    /// <param name="isInImage">It was stored by the ahead-of-time compiler.</param>
    NativeMap? Read(ulong address, bool isInImage);

    /// <summary>What was inlined; null where that is not kept, or nothing was, or in another encoding. Does not throw.</summary>
    InlineTree? ReadInlining(ulong address);
}
