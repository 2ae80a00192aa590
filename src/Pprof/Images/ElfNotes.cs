using System.Diagnostics.CodeAnalysis;

namespace Pprof.Images;

/// <summary>The notes of an ELF image: <c>u32 name size, u32 data size, u32 type, name, data</c>, each padded to the alignment.</summary>
internal static class ElfNotes
{
    private const uint GnuBuildId = 3;

    /// <summary>The linker's build id in lower-case hexadecimal, as every tool prints it.</summary>
    public static bool TryFindBuildId(ReadOnlySpan<byte> notes, int alignment, [NotNullWhen(true)] out string? buildId)
    {
        buildId = null;
        ByteCursor cursor = new(notes);
        while (!cursor.IsAtEnd && buildId is null)
        {
            uint nameSize = cursor.UInt32();
            uint dataSize = cursor.UInt32();
            uint type = cursor.UInt32();
            ReadOnlySpan<byte> name = Padded(ref cursor, nameSize, alignment);
            ReadOnlySpan<byte> data = Padded(ref cursor, dataSize, alignment);
            if (type == GnuBuildId && name.SequenceEqual("GNU\0"u8) && !data.IsEmpty)
            {
                buildId = Convert.ToHexStringLower(data);
            }
        }

        return buildId is not null;
    }

    private static ReadOnlySpan<byte> Padded(ref ByteCursor cursor, uint size, int alignment)
    {
        ReadOnlySpan<byte> bytes = cursor.Bytes(size);
        int rest = cursor.Position % alignment;
        if (rest != 0 && !cursor.IsAtEnd)
        {
            cursor.Skip(alignment - rest);
        }

        return bytes;
    }
}
