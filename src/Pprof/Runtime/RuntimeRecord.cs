using System.Buffers.Binary;
using Pprof.Images;

namespace Pprof.Runtime;

/// <summary>
/// One structure of the runtime's, copied in a single fault-proof read so that its fields belong together. Any thread;
/// neither allocates nor throws. The runtime changes and frees these structures without telling us.
/// </summary>
internal readonly ref struct RuntimeRecord(ReadOnlySpan<byte> bytes)
{
    private readonly ReadOnlySpan<byte> _bytes = bytes;

    /// <summary>Copies the structure at <paramref name="address"/>; false when it is not readable memory.</summary>
    public static bool TryRead(ulong address, Span<byte> buffer, out RuntimeRecord record)
    {
        record = new RuntimeRecord(buffer);
        return address != 0 && SafeMemory.TryRead(address, buffer);
    }

    public ulong Pointer(int offset) => BinaryPrimitives.ReadUInt64LittleEndian(_bytes[offset..]);

    public uint UInt32(int offset) => BinaryPrimitives.ReadUInt32LittleEndian(_bytes[offset..]);

    public ushort UInt16(int offset) => BinaryPrimitives.ReadUInt16LittleEndian(_bytes[offset..]);
}
