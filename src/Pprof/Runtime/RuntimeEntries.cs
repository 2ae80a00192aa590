namespace Pprof.Runtime;

/// <summary>The runtime's explicit Frames by why they are there. Empty where the runtime does not describe them.</summary>
internal sealed class RuntimeEntries
{
    private static readonly (string Frame, RuntimeEntry Entry)[] s_frames =
    [
        ("PrestubMethodFrame", RuntimeEntry.MethodPreparation),
        ("CallCountingHelperFrame", RuntimeEntry.CallCounting),
        ("StubDispatchFrame", RuntimeEntry.InterfaceDispatch),
        ("ExternalMethodFrame", RuntimeEntry.ExternalMethod),
        ("DynamicHelperFrame", RuntimeEntry.Helper),
        ("SoftwareExceptionFrame", RuntimeEntry.Throw),
        ("FaultingExceptionFrame", RuntimeEntry.Throw),
    ];

    private readonly ulong[] _identifiers = new ulong[s_frames.Length];

    public RuntimeEntries(ContractDescriptor? descriptor)
    {
        for (int i = 0; i < s_frames.Length; i++)
        {
            _identifiers[i] = descriptor?.GlobalIfAny(s_frames[i].Frame + "Identifier") ?? 0;
        }
    }

    /// <param name="identifier">The first word of a Frame.</param>
    public RuntimeEntry Of(ulong identifier) =>
        identifier != 0 && Array.IndexOf(_identifiers, identifier) is int index and >= 0 ? s_frames[index].Entry : RuntimeEntry.Unknown;
}
