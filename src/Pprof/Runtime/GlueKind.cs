namespace Pprof.Runtime;

/// <summary>
/// Pieces of glue by the number of .NET 10, which stands where a method's code has the pointer to its header
/// (<c>StubCodeBlockKind</c> of the runtime's <c>codeman.h</c>). See <see cref="CodeLayout.GlueOf"/> for .NET 11.
/// </summary>
internal enum GlueKind : byte
{
    Unknown = 0,

    /// <summary>A jump to code too far away for a call.</summary>
    Jump = 1,

    /// <summary>A precompiled method's way to a static field, a type or an allocator.</summary>
    DynamicHelper = 3,

    /// <summary>The entry of a method, in memory of its own.</summary>
    StubPrecode = 4,

    /// <summary>The same, of the kind that is patched when the method has code.</summary>
    FixupPrecode = 5,

    /// <summary>A call through an interface that has met one type so far.</summary>
    Dispatch = 6,

    /// <summary>A call through an interface that has met several types.</summary>
    Resolve = 7,

    /// <summary>A call through an interface before its first target is known.</summary>
    Lookup = 8,

    /// <summary>A virtual call that precompiled code makes.</summary>
    VirtualCall = 9,

    /// <summary>Counts the calls of a method until it is worth compiling again.</summary>
    CallCounting = 10,

    /// <summary>A delegate's or an interop call's adapter.</summary>
    Adapter = 11,

    /// <summary>Not the runtime's number: where every method's first call goes, in memory of its own.</summary>
    Precode = 255,
}
