using Pprof.Profiles.Naming;
using Pprof.Runtime;
using Pprof.Unwinding;

namespace Pprof.Profiles.Events;

/// <summary>Tells which stacks of events are the library's own work. One thread at a time; allocates for addresses not met before; never throws.</summary>
internal sealed class OwnStacks
{
    private readonly Func<CodeAddress, CodeOwner> _ownerOf;

    public OwnStacks()
    {
        CallSites<CodeOwner> owners = new(CodeOwners.Of, mostAddresses: 1 << 16);
        _ownerOf = address => owners[address];
    }

    /// <inheritdoc cref="OwnWork.Is"/>
    public bool Contains(ReadOnlySpan<CodeAddress> stack) => OwnWork.Is(stack, _ownerOf);

    /// <inheritdoc cref="OwnWork.IsAlone"/>
    public bool ContainsAlone(ReadOnlySpan<CodeAddress> stack) => OwnWork.IsAlone(stack, _ownerOf);
}
