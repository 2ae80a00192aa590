namespace Pprof.Unwinding.Native;

/// <summary>What became of an attempt to step out of a native frame.</summary>
internal enum NativeStep : byte
{
    /// <summary>The registers are now the caller's.</summary>
    Stepped,

    /// <summary>This was the thread's first frame: its return address is marked undefined, or is zero.</summary>
    Root,

    /// <summary>
    /// No call frame information covers the caller, but it lies in the C library. That of musl has no tables at all, and the only code of it
    /// that calls out without a Frame above is what starts threads and programs: taken for the first frame where nothing else is known.
    /// </summary>
    PresumedRoot,

    /// <summary>No call frame information covers the instruction (a stub, copied code, a stripped or unmapped image), or it needs a lost register.</summary>
    NoInfo,

    /// <summary>The information was found, but the words it needs lie outside the copied stack.</summary>
    OutOfStack,
}
