namespace Pprof.Runtime;

/// <summary>
/// Where the fields of the runtime's explicit Frames lie. A Frame is an object on the stack that the runtime links into a
/// chain per thread wherever it leaves managed code in a way its own stack walk could not follow.
/// </summary>
internal sealed class FrameLayout
{
    // CONTEXT of x64, a layout fixed by the Windows ABI, which the runtime uses on every system.
    public const int ContextRsp = 0x98;
    public const int ContextRbp = 0xa0;
    public const int ContextRip = 0xf8;

    private const int MostKinds = 16;

    private readonly ContractDescriptor _descriptor;

    private FrameLayout(ContractDescriptor d)
    {
        _descriptor = d;
        d.Require("StackWalk", "1", "c1");
        Next = d.Offset("Frame", "Next");
        CallSiteSP = d.Offset("InlinedCallFrame", "CallSiteSP");
        CallerReturnAddress = d.Offset("InlinedCallFrame", "CallerReturnAddress");
        CalleeSavedFP = d.Offset("InlinedCallFrame", "CalleeSavedFP");
        TransitionBlock = d.Offset("FramedMethodFrame", "TransitionBlockPtr");
        BlockSize = d.Size("TransitionBlock");
        BlockRbp = d.Offset("TransitionBlock", "CalleeSavedRegisters") + d.Offset("CalleeSavedRegisters", "Rbp");
        BlockReturnAddress = d.Offset("TransitionBlock", "ReturnAddress");
        FaultingContext = d.Offset("FaultingExceptionFrame", "TargetContext");
        SoftwareContext = d.Offset("SoftwareExceptionFrame", "TargetContext");
        ResumableContextPointer = d.Offset("ResumableFrame", "TargetContextPtr");
        ReadIdentifiers();
    }

    public int Next { get; }

    public int CallSiteSP { get; }

    /// <summary>0 while no call is in progress.</summary>
    public int CallerReturnAddress { get; }

    public int CalleeSavedFP { get; }

    /// <summary>Pointer to what an assembly stub saved before it called into the runtime: arguments, registers, return address.</summary>
    public int TransitionBlock { get; }

    public int BlockSize { get; }

    public int BlockRbp { get; }

    public int BlockReturnAddress { get; }

    public int FaultingContext { get; }

    public int SoftwareContext { get; }

    public int ResumableContextPointer { get; }

    /// <summary>
    /// The field in front of <c>CallSiteSP</c>: the P/Invoke's MethodDesc with marks in the low three bits. .NET 11 describes it;
    /// on .NET 10 it is taken only where the described neighbours leave exactly this word free; otherwise 0.
    /// </summary>
    public int InlinedDatum { get; private init; }

    /// <summary>The same for the word behind <c>TransitionBlockPtr</c>: the MethodDesc being called.</summary>
    public int FramedMethodDesc { get; private init; }

    // A dozen: searched through as quickly as a table, which would have to be compiled first.
    private readonly ulong[] _identifiers = new ulong[MostKinds];
    private readonly FrameKind[] _kinds = new FrameKind[MostKinds];
    private int _count;

    public static FrameLayout? TryCreate(ContractDescriptor descriptor, out string? reason)
    {
        var layout = new FrameLayout(descriptor)
        {
            InlinedDatum = descriptor.OffsetOr("InlinedCallFrame", "Datum", GuessDatum(descriptor)),
            FramedMethodDesc = descriptor.OffsetOr("FramedMethodFrame", "MethodDescPtr", GuessMethodDesc(descriptor)),
        };
        reason = descriptor.TakeMissing();
        return reason is null ? layout : null;
    }

    /// <summary>A Frame's first word says what it is.</summary>
    public FrameKind KindOf(ulong identifier)
    {
        for (int i = 0; i < _count; i++)
        {
            if (_identifiers[i] == identifier)
                return _kinds[i];
        }

        return FrameKind.Other;
    }

    private static int GuessDatum(ContractDescriptor d) =>
        d.Offset("InlinedCallFrame", "CallSiteSP") - d.Offset("Frame", "Next") == 16 ? 16 : 0;

    private static int GuessMethodDesc(ContractDescriptor d) =>
        d.Size("FramedMethodFrame") - d.Offset("FramedMethodFrame", "TransitionBlockPtr") == 16 ? 24 : 0;

    private void ReadIdentifiers()
    {
        Identify(FrameKind.InlinedCall, "InlinedCallFrame");
        Identify(FrameKind.Resumable, "ResumableFrame", "RedirectedThreadFrame");
        Identify(FrameKind.FaultingException, "FaultingExceptionFrame");
        Identify(FrameKind.SoftwareException, "SoftwareExceptionFrame");
        Identify(FrameKind.Prestub, "PrestubMethodFrame");
        Identify(FrameKind.Entry, "DebuggerU2MCatchHandlerFrame");
        Identify(FrameKind.Transition, "PInvokeCalliFrame", "CallCountingHelperFrame", "StubDispatchFrame", "ExternalMethodFrame", "DynamicHelperFrame");
    }

    private void Identify(FrameKind kind, params ReadOnlySpan<string> names)
    {
        foreach (string name in names)
            (_identifiers[_count], _kinds[_count++]) = (_descriptor.Global(name + "Identifier"), kind);
    }
}
