using System.Text;
using Pprof.Images;

namespace Pprof.Runtime;

/// <summary>
/// Reads what a MethodDesc stands for without asking the runtime, which would follow its pointers: the MethodDesc of
/// a dynamic method or of a collectible assembly may be freed at any moment, and the process with it. Every read here is
/// fault-proof; of freed memory the answer is false, or a token that its module does not have. Any thread.
/// </summary>
internal sealed class MethodDescReader
{
    private const uint MethodDefTable = 0x06000000;
    private const int TokenBits = 24;
    private const int LongestName = 256;

    // Low bits of the flags: how the method is made; 7 is one without metadata.
    private const int ClassificationMask = 7;
    private const int Dynamic = 7;

    // Of the MethodTable's flags: the type belongs to a collectible assembly, or is instantiated over one that does.
    private const uint Collectible = 0x00200000;

    private readonly int _chunkIndex, _flags, _tokenRemainder, _chunkTable, _tokenRange, _module, _typeFlags, _dynamicName;
    private readonly int _length, _chunkLength, _dynamicLength, _alignment, _remainderBits;

    private MethodDescReader(ContractDescriptor d)
    {
        d.Require("RuntimeTypeSystem", "1", "c1");
        _length = d.Size("MethodDesc");
        _chunkIndex = d.Offset("MethodDesc", "ChunkIndex");
        _flags = d.Offset("MethodDesc", "Flags");
        _tokenRemainder = d.Offset("MethodDesc", "Flags3AndTokenRemainder");
        _chunkLength = d.Size("MethodDescChunk");
        _chunkTable = d.Offset("MethodDescChunk", "MethodTable");
        _tokenRange = d.Offset("MethodDescChunk", "FlagsAndTokenRange");
        _module = d.Offset("MethodTable", "Module");
        _typeFlags = d.Offset("MethodTable", "MTFlags");
        _dynamicLength = d.Size("DynamicMethodDesc");
        _dynamicName = d.Offset("DynamicMethodDesc", "MethodName");
        _alignment = (int)d.Global("MethodDescAlignment");
        _remainderBits = (int)d.Global("MethodDescTokenRemainderBitCount");
    }

    /// <summary>Null with the reason when this runtime describes its methods in another way than the known one.</summary>
    public static MethodDescReader? TryCreate(ContractDescriptor descriptor, out string? reason)
    {
        MethodDescReader reader = new(descriptor);
        reason = descriptor.TakeMissing();
        return reason is null ? reader : null;
    }

    public bool TryRead(ulong methodDesc, out MethodIdentity identity)
    {
        identity = default;
        if (!RuntimeRecord.TryRead(methodDesc, stackalloc byte[_length], out RuntimeRecord method))
        {
            return false;
        }

        return (method.UInt16(_flags) & ClassificationMask) == Dynamic
            ? TryReadDynamic(methodDesc, out identity)
            : TryReadToken(methodDesc, method, out identity);
    }

    /// <summary>The Module of the type whose MethodTable this is; 0 when it cannot be read.</summary>
    public ulong ModuleOf(ulong methodTable) => SafeMemory.TryRead(methodTable + (ulong)_module, out ulong module) ? module : 0;

    // MethodDescs lie in chunks behind a head that they share; the token is in two parts, its upper bits in the head.
    private bool TryReadToken(ulong methodDesc, RuntimeRecord method, out MethodIdentity identity)
    {
        identity = default;
        ulong index = method.UInt32(_chunkIndex) & byte.MaxValue;
        ulong head = methodDesc - (ulong)_chunkLength - (index * (ulong)_alignment);
        if (!RuntimeRecord.TryRead(head, stackalloc byte[_chunkLength], out RuntimeRecord chunk))
        {
            return false;
        }

        uint range = chunk.UInt16(_tokenRange) & ((1u << (TokenBits - _remainderBits)) - 1);
        uint remainder = method.UInt16(_tokenRemainder) & ((1u << _remainderBits) - 1);
        ulong type = chunk.Pointer(_chunkTable);
        ulong module = ModuleOf(type);
        bool isKnown = SafeMemory.TryRead(type + (ulong)_typeFlags, out uint flags) && module != 0;
        identity = new MethodIdentity(
            module, (int)(MethodDefTable | (range << _remainderBits) | remainder), !isKnown || (flags & Collectible) != 0, null);
        return isKnown;
    }

    private bool TryReadDynamic(ulong methodDesc, out MethodIdentity identity)
    {
        identity = default;
        if (!RuntimeRecord.TryRead(methodDesc, stackalloc byte[_dynamicLength], out RuntimeRecord method))
        {
            return false;
        }

        string name = ReadName(method.Pointer(_dynamicName));
        identity = new MethodIdentity(0, 0, true, name);
        return name.Length > 0;
    }

    // UTF-8, ended by a zero. Byte by byte at the end of a page would be dear; a name there loses what does not fit.
    private static string ReadName(ulong address)
    {
        Span<byte> bytes = stackalloc byte[LongestName];
        ulong toPageEnd = 4096 - (address & 4095);
        if (!SafeMemory.TryRead(address, bytes) && !SafeMemory.TryRead(address, bytes = bytes[..(int)Math.Min(toPageEnd, LongestName)]))
        {
            return "";
        }

        int end = bytes.IndexOf((byte)0);
        return Encoding.UTF8.GetString(end < 0 ? bytes : bytes[..end]);
    }
}

/// <summary>Which method a MethodDesc stands for, in terms that stay valid when the MethodDesc does not.</summary>
/// <param name="Module">Address of the runtime's Module; not to be followed.</param>
/// <param name="Token">The method's token in that module's metadata.</param>
/// <param name="IsCollectible">Its type, or a type argument of that, may be unloaded.</param>
/// <param name="DynamicName">Name of a method without metadata (<c>DynamicMethod</c>); null for all others.</param>
internal readonly record struct MethodIdentity(ulong Module, int Token, bool IsCollectible, string? DynamicName);
