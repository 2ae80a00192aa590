using Pprof.Images;

namespace Pprof.Unwinding.Native;

/// <summary>A CIE: what the FDEs that point to it have in common.</summary>
/// <param name="CodeAlignment">Unit of code distances; 1 on x64.</param>
/// <param name="DataAlignment">Unit of stack distances; -8 on x64.</param>
/// <param name="ReturnColumn">The register number under which the return address goes; 16 on x64.</param>
/// <param name="AddressEncoding">How FDEs write addresses.</param>
/// <param name="HasAugmentationData">FDEs carry a length and language data before their instructions.</param>
/// <param name="IsSignalFrame">The code is a signal trampoline: its caller was interrupted.</param>
/// <param name="Instructions">The rules at a function's first instruction.</param>
internal sealed record CommonInformation(
    ulong CodeAlignment,
    long DataAlignment,
    int ReturnColumn,
    byte AddressEncoding,
    bool HasAugmentationData,
    bool IsSignalFrame,
    byte[] Instructions)
{
    /// <summary>Null when the record is damaged or of a version that is not known.</summary>
    public static CommonInformation? TryParse(in CfiRecord record)
    {
        ByteCursor cursor = new(record.Bytes, record.IdOffset + 4);
        byte version = cursor.Byte();
        ReadOnlySpan<byte> augmentation = cursor.ZeroTerminated();
        if (version is not (1 or 3 or 4) || (!augmentation.IsEmpty && augmentation[0] != 'z'))
        {
            return null;
        }

        // Version 4: address size and segment selector size, 8 and 0 on x64.
        cursor.Skip(version == 4 ? 2 : 0);
        ulong codeAlignment = cursor.Unsigned();
        long dataAlignment = cursor.Signed();
        ulong returnColumn = version == 1 ? cursor.Byte() : cursor.Unsigned();
        ulong dataSize = augmentation.IsEmpty ? 0 : cursor.Unsigned();
        int instructions = cursor.Position + (int)Math.Min(dataSize, (ulong)record.Bytes.Length);
        byte encoding = ReadEncoding(augmentation, ref cursor, record.Address);
        return cursor.IsBroken || instructions > record.Bytes.Length || returnColumn >= DwarfRegister.Count
            ? null
            : new CommonInformation(
                codeAlignment, dataAlignment, (int)returnColumn, encoding, !augmentation.IsEmpty,
                augmentation.Contains((byte)'S'), record.Bytes[instructions..]);
    }

    // Behind the z each letter has its data, in the letters' order: L the encoding of language data, P a personality
    // routine, R the encoding of addresses. A letter of the future ends the reading: its data has no known length.
    private static byte ReadEncoding(ReadOnlySpan<byte> augmentation, ref ByteCursor cursor, ulong address)
    {
        byte encoding = PointerEncoding.Absolute;
        foreach (byte letter in augmentation.IsEmpty ? augmentation : augmentation[1..])
        {
            switch (letter)
            {
                case (byte)'R':
                    encoding = cursor.Byte();
                    break;
                case (byte)'L':
                    cursor.Byte();
                    break;
                case (byte)'P':
                    PointerEncoding.Read(ref cursor, cursor.Byte(), address);
                    break;
                case (byte)'S' or (byte)'B':
                    break;
                default:
                    return encoding;
            }
        }

        return encoding;
    }
}
