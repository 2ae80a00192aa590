using System.Runtime.InteropServices;
using Pprof.EventPipe.Nettrace;

namespace Pprof.Recording;

/// <summary>
/// What the runtime's event of a sampled allocation says:
/// <code>
/// u32 heap · u16 · u64 type · type's name, UTF-16, ends in 0 · u64 address · u64 size · u64 offset of the sampled byte
/// </code>
/// The address holds at the event's time: the allocating thread cannot be suspended between taking the memory and writing the event.
/// </summary>
internal readonly ref struct AllocationPayload
{
    public AllocationPayload(ReadOnlySpan<byte> payload)
    {
        const int BeforeName = sizeof(uint) + sizeof(ushort) + sizeof(ulong);
        BlobReader reader = new(payload);
        reader.Take(BeforeName);
        ReadOnlySpan<char> text = MemoryMarshal.Cast<byte, char>(payload[BeforeName..]);
        int length = Math.Max(0, text.IndexOf('\0'));
        TypeName = text[..length];
        reader.Take((length + 1) * sizeof(char));
        Address = reader.ReadUInt64();
        Size = reader.ReadInt64();
    }

    public ReadOnlySpan<char> TypeName { get; }

    public ulong Address { get; }

    /// <summary>Bytes of the object.</summary>
    public long Size { get; }
}
