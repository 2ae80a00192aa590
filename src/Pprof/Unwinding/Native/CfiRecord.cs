using System.Buffers.Binary;
using Pprof.Images;

namespace Pprof.Unwinding.Native;

/// <summary>
/// A CIE or FDE of <c>.eh_frame</c>, copied out of the image, which may be unloaded later:
/// <code>u32 length; u32 id (0: CIE; else the distance back from here to the FDE's CIE); length - 4 bytes</code>
/// </summary>
/// <param name="Address">Where it stood.</param>
/// <param name="Bytes">All of it, with its length.</param>
/// <param name="IdOffset">Where the id is: 4, or 12 behind a 64-bit length.</param>
internal readonly record struct CfiRecord(ulong Address, byte[] Bytes, int IdOffset)
{
    // The longest of the libraries we know (libcoreclr) has some 5 KB.
    private const ulong LongestRecord = 1 << 20;

    private const uint LongLength = uint.MaxValue;

    public ulong Next => Address + (uint)Bytes.Length;

    public bool IsCommon => Id == 0;

    /// <summary>Of an FDE: where its CIE stands.</summary>
    public ulong CommonAddress => Address + (uint)IdOffset - Id;

    private uint Id => BinaryPrimitives.ReadUInt32LittleEndian(Bytes.AsSpan(IdOffset));

    /// <summary>False at the terminator (length 0), and where nothing readable or plausible stands.</summary>
    public static bool TryRead(IMemoryReader memory, ulong address, out CfiRecord record)
    {
        record = default;
        if (!memory.TryRead(address, out uint shortLength))
        {
            return false;
        }

        ulong length = shortLength;
        int idOffset = 4;
        if (shortLength == LongLength)
        {
            idOffset = 12;
            memory.TryRead(address + 4, out length);
        }

        // Checked by itself: a length near the end of 64 bits would wrap around when the rest is added.
        if (length is < 4 or > LongestRecord || memory.TryReadArray<byte>(address, length + (uint)idOffset, (int)LongestRecord) is not { } bytes)
        {
            return false;
        }

        record = new CfiRecord(address, bytes, idOffset);
        return true;
    }
}
