namespace Pprof.Unwinding;

/// <summary>What a <see cref="CodeAddress"/> points at.</summary>
internal enum CodeKind : byte
{
    /// <summary>An instruction of JIT-compiled, ready-to-run or dynamic managed code.</summary>
    Managed = 1,

    /// <summary>An instruction of a mapped native image, of a runtime stub, or of no image at all.</summary>
    Native = 2,

    /// <summary>A method without a frame of its own, named by its MethodDesc pointer (a P/Invoke in progress, a method being jitted).</summary>
    Method = 3,

    /// <summary>A frame that stands for something the walk could not see; the value is a <see cref="StackMarker"/>.</summary>
    Marker = 4,

    /// <summary>
    /// A frame whose meaning was found when it was recorded; the value is an index that only the symbolizer understands. For
    /// what no address leads back to later: code that may be freed, the await an async method is suspended at.
    /// </summary>
    Known = 5,

    /// <summary>
    /// An instruction of the runtime's, together with what the runtime was doing: a number that only the symbolizer understands
    /// stands in the bits that no address uses.
    /// </summary>
    Work = 6,
}

/// <summary>Frames that stand for a loss, or for a step from one stack to another. They appear in the profile by these names in brackets, so that totals add up.</summary>
internal enum StackMarker : byte
{
    /// <summary>The callers above are missing because the stack was deeper than the copy or the frame limit.</summary>
    Truncated = 1,

    /// <summary>The callers above are missing because the walk met a frame that no table describes.</summary>
    Unwalkable = 2,

    /// <summary>A sample that was taken but could not be kept: its buffer was full.</summary>
    Lost = 3,

    /// <summary>A sample whose stack was new when the table of stacks was full: its CPU time is counted, its stack is not.</summary>
    Overflow = 4,

    /// <summary>A thread that was asked for its stack and did not answer in time.</summary>
    NoAnswer = 5,

    /// <summary>Between what runs and who awaits it.</summary>
    Await = 6,

    /// <summary>Whoever awaits what runs is not known.</summary>
    AwaitUnknown = 7,
}

/// <summary>
/// One entry of a walked stack. For an interrupted leaf it is the exact instruction; for callers it is the return address
/// minus one, so that it always lies inside the call, which is also what the pprof format asks of a location's address.
/// The kind sits in the top byte, which no x64 user address uses: a stack is a span of words, hashed and compared as such.
/// </summary>
internal readonly record struct CodeAddress(ulong Bits)
{
    private const int KindShift = 56;
    private const int WorkShift = 48;
    private const ulong ValueMask = (1UL << KindShift) - 1;
    private const ulong AddressMask = (1UL << WorkShift) - 1;

    public CodeKind Kind => (CodeKind)(Bits >> KindShift);

    public ulong Value => Bits & ValueMask;

    public static CodeAddress Managed(ulong address) => new(address | ((ulong)CodeKind.Managed << KindShift));

    public static CodeAddress Native(ulong address) => new((address & ValueMask) | ((ulong)CodeKind.Native << KindShift));

    public static CodeAddress Method(ulong methodDesc) => new(methodDesc | ((ulong)CodeKind.Method << KindShift));

    public static CodeAddress Marker(StackMarker marker) => new((ulong)marker | ((ulong)CodeKind.Marker << KindShift));

    public static CodeAddress Known(int index) => new((uint)index | ((ulong)CodeKind.Known << KindShift));

    public static CodeAddress OfWork(ulong address, byte work) =>
        new((address & AddressMask) | ((ulong)work << WorkShift) | ((ulong)CodeKind.Work << KindShift));

    /// <summary>The place in code, for the kinds that are one; else 0.</summary>
    public ulong Place => Kind switch
    {
        CodeKind.Managed or CodeKind.Native => Value,
        CodeKind.Work => Value & AddressMask,
        _ => 0,
    };

    /// <summary>The number that was given to <see cref="OfWork"/>.</summary>
    public byte WorkIndex => (byte)(Bits >> WorkShift);

    public override string ToString() => $"{Kind}:0x{Value:x}";
}
