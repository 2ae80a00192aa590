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

    private readonly Dictionary<ulong, RuntimeEntry> _entries = [];

    public RuntimeEntries(ContractDescriptor? descriptor)
    {
        foreach ((string frame, RuntimeEntry entry) in s_frames)
        {
            if (descriptor?.GlobalIfAny(frame + "Identifier") is > 0 and ulong identifier)
            {
                _entries[identifier] = entry;
            }
        }
    }

    /// <param name="identifier">The first word of a Frame.</param>
    public RuntimeEntry Of(ulong identifier) => _entries.GetValueOrDefault(identifier);
}
