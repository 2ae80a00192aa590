using System.Buffers.Binary;
using Pprof.Images;
using Pprof.Unwinding.Native;

namespace Pprof.Tests.Unwinding.Native;

/// <summary>Makes <c>.eh_frame</c> records by hand, and memory to read them from.</summary>
internal static class CfiBytes
{
    /// <summary>Where the section stands.</summary>
    public const ulong Section = 0x10_0000;

    /// <summary>def_cfa rsp+8; the return address at cfa-8: what every x64 CIE says.</summary>
    public static readonly byte[] AtEntry = [0x0c, 7, 8, 0x90, 1];

    /// <summary>A CIE of the given augmentation; code alignment 1, data alignment -8, return address in column 16.</summary>
    public static byte[] Common(string augmentation, byte[] augmentationData, byte[] instructions, byte version = 1) => Record(
    [
        0, 0, 0, 0, version, .. augmentation.Select(letter => (byte)letter), 0, 1, 0x78, 16,
        .. augmentation.Length > 0 ? [(byte)augmentationData.Length, .. augmentationData] : (byte[])[], .. instructions,
    ]);

    /// <summary>An FDE that follows its CIE at once, with absolute 8-byte addresses.</summary>
    public static byte[] Description(byte[] common, ulong start, ulong size, byte[] instructions, bool hasData = false)
    {
        byte[] body = new byte[20];
        BinaryPrimitives.WriteInt32LittleEndian(body, common.Length + 4);
        BinaryPrimitives.WriteUInt64LittleEndian(body.AsSpan(4), start);
        BinaryPrimitives.WriteUInt64LittleEndian(body.AsSpan(12), size);
        return Record([.. body, .. hasData ? [(byte)0] : (byte[])[], .. instructions]);
    }

    /// <summary>Compiles a function of 256 bytes at 0x1000 whose CIE says <see cref="AtEntry"/>; null when it cannot be.</summary>
    public static UnwindFunction? Compile(params byte[] instructions)
    {
        byte[] common = Common("", [], AtEntry);
        byte[] section = [.. common, .. Description(common, 0x1000, 256, instructions)];
        FrameDescription? description = new FrameRecords(new ArrayMemory(Section, section), 0).Read(Section + (ulong)common.Length);
        return description is null ? null : CfiProgram.Compile(description, new UnwindRowBuilder());
    }

    public static byte[] Record(byte[] body)
    {
        byte[] padded = [.. body, .. new byte[(8 - ((body.Length + 4) % 8)) % 8]];
        byte[] record = new byte[padded.Length + 4];
        BinaryPrimitives.WriteInt32LittleEndian(record, padded.Length);
        padded.CopyTo(record, 4);
        return record;
    }
}

/// <summary>Memory that exists in one place only.</summary>
internal sealed class ArrayMemory(ulong start, byte[] bytes) : IMemoryReader
{
    public bool TryRead(ulong address, Span<byte> destination)
    {
        ulong offset = address - start;
        if (offset > (ulong)bytes.Length || (ulong)destination.Length > (ulong)bytes.Length - offset)
        {
            return false;
        }

        bytes.AsSpan((int)offset, destination.Length).CopyTo(destination);
        return true;
    }
}
