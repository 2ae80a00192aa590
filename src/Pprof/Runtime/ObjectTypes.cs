using Pprof.Images;

namespace Pprof.Runtime;

/// <summary>
/// Finds the type whose MethodTable the runtime has named in an event some time ago. Any thread; never throws. The runtime trusts what it is asked and follows it, so it is
/// asked only about a MethodTable that is one, and that is never freed.
/// </summary>
internal sealed class ObjectTypes
{
    // Of the MethodTable's flags: it belongs to a collectible assembly, or is instantiated over a type of one.
    private const uint Collectible = 0x00200000;

    // The lowest bit of the link to the class: it leads to another MethodTable, that of the code shared with others.
    private const ulong LeadsToShared = 1;

    private readonly int _flags, _class, _table;

    private ObjectTypes(ContractDescriptor descriptor)
    {
        descriptor.Require("RuntimeTypeSystem", "1", "c1");
        _flags = descriptor.Offset("MethodTable", "MTFlags");
        _class = descriptor.Offset("MethodTable", "EEClassOrCanonMT");
        _table = descriptor.Offset("EEClass", "MethodTable");
    }

    /// <summary>Null with the reason when this runtime describes its types in another way than the known one.</summary>
    public static ObjectTypes? TryCreate(ContractDescriptor descriptor, out string? reason)
    {
        ObjectTypes types = new(descriptor);
        reason = descriptor.TakeMissing();
        return reason is null ? types : null;
    }

    /// <summary>Null when it may have been freed since, or is none.</summary>
    public Type? Find(ulong methodTable) =>
        IsLasting(methodTable) ? Type.GetTypeFromHandle(RuntimeTypeHandle.FromIntPtr((nint)methodTable)) : null;

    // The class leads back to the MethodTable, or to that whose code is shared, as the runtime's own check for debuggers has it. Other memory hardly ever does.
    private bool IsLasting(ulong methodTable)
    {
        if (methodTable == 0 || !SafeMemory.TryRead(methodTable + (ulong)_flags, out uint flags) || (flags & Collectible) != 0
            || !SafeMemory.TryRead(methodTable + (ulong)_class, out ulong link))
        {
            return false;
        }

        ulong shared = methodTable;
        if ((link & LeadsToShared) != 0)
        {
            shared = link & ~LeadsToShared;
            if (!SafeMemory.TryRead(shared + (ulong)_class, out link) || (link & LeadsToShared) != 0)
            {
                return false;
            }
        }

        return SafeMemory.TryRead(link + (ulong)_table, out ulong back) && back == shared;
    }
}
