using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Pprof.EventPipe.Hub;

namespace Pprof.Profiles.Heap;

/// <summary>
/// The fields of the runtime's event 303: kind of heap, 4 bytes; runtime instance, 2; type handle, 8; name of the type, UTF-16 with a terminating zero;
/// address of the object, 8; its size, 8; offset of the sampled byte, 8. Allocates nothing.
/// </summary>
internal readonly ref struct AllocationSampledEvent
{
    public const int Id = 303;

    /// <summary>The keyword AllocationSampling, at level informational.</summary>
    public const long Keyword = 0x80000000000;

    private const int TypeOffset = sizeof(uint) + sizeof(ushort);
    private const int NameOffset = TypeOffset + sizeof(ulong);

    /// <summary>As <see cref="HeapAllocation.TypeName"/>.</summary>
    public required ReadOnlySpan<char> TypeName { get; init; }

    /// <summary>As <see cref="HeapAllocation.TypeHandle"/>.</summary>
    public required ulong TypeHandle { get; init; }

    /// <summary>Where the object lay when it was allocated.</summary>
    public required ulong Address { get; init; }

    /// <summary>Bytes with header and alignment.</summary>
    public required long Size { get; init; }

    /// <summary>False when it is not such an event.</summary>
    public static bool TryRead(ReadOnlySpan<byte> payload, out AllocationSampledEvent sampled)
    {
        sampled = default;
        if (payload.Length < NameOffset)
        {
            return false;
        }

        ReadOnlySpan<char> rest = MemoryMarshal.Cast<byte, char>(payload[NameOffset..]);
        int length = rest.IndexOf('\0');
        ReadOnlySpan<byte> numbers = length < 0 ? [] : payload[(NameOffset + ((length + 1) * sizeof(char)))..];
        if (numbers.Length < 2 * sizeof(ulong))
        {
            return false;
        }

        sampled = new AllocationSampledEvent
        {
            TypeName = rest[..length],
            TypeHandle = BinaryPrimitives.ReadUInt64LittleEndian(payload[TypeOffset..]),
            Address = BinaryPrimitives.ReadUInt64LittleEndian(numbers),
            Size = BinaryPrimitives.ReadInt64LittleEndian(numbers[sizeof(ulong)..]),
        };
        return sampled.Size > 0;
    }

    /// <summary>As the heap profile takes it.</summary>
    public HeapAllocation ToAllocation(in StackedEvent source) => new()
    {
        Stack = source.Stack,
        TypeName = TypeName,
        TypeHandle = TypeHandle,
        Size = Size,
        OsThreadId = (int)source.ThreadId,
        Timestamp = (long)source.Timestamp,
    };
}
