using System.Reflection;
using System.Runtime.InteropServices;
using Pprof.Images;
using Pprof.Runtime.Tasks;

namespace Pprof.Runtime;

/// <summary>
/// Finds out about types by the address at the head of their objects, which may be any number: the objects were read in
/// a signal handler, some of them long dead.
/// One thread at a time; allocates for types not met before; never throws.
/// </summary>
/// <remarks>
/// The runtime trusts an address that it is asked to make a <see cref="Type"/> of. So it is asked about few: the chain
/// of base types must lead, over memory that can be
/// read, to <see cref="object"/>; the description must point back to it; its module must be the core library; and it
/// must not be one that may be unloaded.
/// </remarks>
internal sealed class AwaitTypes
{
    private const uint Collectible = 0x00200000;
    private const int MostBases = 16;
    private const int MostKnown = 1 << 16;

    private readonly Dictionary<ulong, AwaitType> _known = [];
    private readonly AwaitShapes _shapes;
    private readonly int _flags, _parent, _module, _class, _back;
    private readonly ulong _object, _core;

    private AwaitTypes(ContractDescriptor d, AwaitShapes shapes)
    {
        _shapes = shapes;
        _flags = d.Offset("MethodTable", "MTFlags");
        _parent = d.Offset("MethodTable", "ParentMethodTable");
        _module = d.Offset("MethodTable", "Module");
        _class = d.Offset("MethodTable", "EEClassOrCanonMT");
        _back = d.Offset("EEClass", "MethodTable");
        _object = (ulong)typeof(object).TypeHandle.Value;
        _core = Word(_object, _module);
    }

    /// <summary>Of the types, where the base type is named.</summary>
    public int ParentOffset => _parent;

    /// <summary>What leads on from a task of a type that is not known yet.</summary>
    public AwaitEntry OfUnknownTask => _shapes.OfTask;

    /// <summary>The type of a plain task, which most of what awaits is derived from.</summary>
    public static ulong TaskTable => (ulong)typeof(Task).TypeHandle.Value;

    /// <summary>Null with the reason when this runtime keeps its types or its tasks in another way than the known
    /// one.</summary>
    public static AwaitTypes? TryCreate(ContractDescriptor descriptor, out string? reason)
    {
        AwaitShapes? shapes = AwaitShapes.TryCreate(new CoreLibMembers(), out string? noShapes);
        AwaitTypes? types = shapes is null ? null : new AwaitTypes(descriptor, shapes);
        reason = noShapes ?? descriptor.TakeMissing();
        if (reason is null && types!.Learn((ulong)typeof(Task<int>).TypeHandle.Value) != AwaitType.Task)
        {
            reason = "this runtime keeps its types in another way than the known one";
        }

        foreach (Type type in reason is null ? shapes!.Between : [])
        {
            types!.Learn((ulong)type.TypeHandle.Value);
        }

        return reason is null ? types : null;
    }

    /// <summary>What it is; null when that cannot be told, now or ever (a type that may be unloaded). Then the table
    /// has it, too.</summary>
    public AwaitType? Learn(ulong methodTable)
    {
        if (!_known.TryGetValue(methodTable, out AwaitType? type))
        {
            type = Find(methodTable);
            if (type is not null && _known.Count < MostKnown)
            {
                _known.Add(methodTable, type);
            }
        }

        return type;
    }

    private AwaitType? Find(ulong methodTable)
    {
        if (!IsType(methodTable, out bool isTask) || (Word32(methodTable, _flags) & Collectible) != 0)
        {
            return null;
        }

        if (Word(methodTable, _module) != _core)
        {
            return Remember(methodTable, isTask ? _shapes.OfTask : default, isTask ? AwaitType.Task : AwaitType.Other);
        }

        Type type = Type.GetTypeFromHandle(RuntimeTypeHandle.FromIntPtr((nint)methodTable))!;
        AwaitType known = _shapes.Describe(type, out AwaitEntry entry);
        return Remember(methodTable, entry, known);
    }

    private static AwaitType Remember(ulong methodTable, AwaitEntry entry, AwaitType type)
    {
        entry.MethodTable = methodTable;
        AwaitTable.Add(entry);
        return type;
    }

    // Of a generic type over references, the description is that of the type which shares its code.
    private bool IsType(ulong methodTable, out bool isTask)
    {
        isTask = false;
        ulong described = Word(methodTable, _class);
        ulong shared = (described & 1) != 0 ? described & ~1UL : methodTable;
        ulong description = (described & 1) != 0 ? Word(shared, _class) : described;
        if ((methodTable & 7) != 0 || (description & 7) != 0 || Word(description, _back) != shared)
        {
            return false;
        }

        ulong level = methodTable;
        for (int i = 0; i < MostBases && level != 0 && level != _object; i++)
        {
            isTask |= level == TaskTable;
            level = Word(level, _parent);
        }

        return level == _object;
    }

    private static ulong Word(ulong address, int offset) => SafeMemory.TryRead(address + (ulong)offset, out ulong word) ? word : 0;

    private static uint Word32(ulong address, int offset) => SafeMemory.TryRead(address + (ulong)offset, out uint word) ? word : uint.MaxValue;
}
