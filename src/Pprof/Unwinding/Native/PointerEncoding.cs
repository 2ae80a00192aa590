using Pprof.Images;

namespace Pprof.Unwinding.Native;

/// <summary><c>DW_EH_PE_*</c>: how <c>.eh_frame</c> writes an address. Low four bits the format, next three what it is relative to.</summary>
internal static class PointerEncoding
{
    public const byte Absolute = 0;
    public const byte Omitted = 0xff;

    /// <summary>A sorted table of signed 32-bit distances from the header: the only kind that linkers write.</summary>
    public const byte HeaderRelative32 = DataRelative | Signed4;

    private const byte FormatMask = 0x0f, BaseMask = 0x70;
    private const byte Unsigned2 = 2, Unsigned4 = 3, Unsigned8 = 4, UnsignedLeb = 1;
    private const byte SignedLeb = 9, Signed2 = 10, Signed4 = 11, Signed8 = 12;
    private const byte ProgramCounterRelative = 0x10, DataRelative = 0x30;

    /// <summary>The format alone: lengths are written like addresses but relative to nothing.</summary>
    public static byte FormatOf(byte encoding) => (byte)(encoding & FormatMask);

    /// <summary>
    /// Reads one address. The indirection bit is ignored: it occurs with personality routines only, which nobody here calls.
    /// </summary>
    /// <param name="cursor">At the value.</param>
    /// <param name="encoding">As the CIE or the header gives it.</param>
    /// <param name="recordAddress">Where the cursor's first byte stands in memory.</param>
    /// <param name="dataAddress">What "data relative" means: the address of <c>.eh_frame_hdr</c>.</param>
    public static ulong Read(ref ByteCursor cursor, byte encoding, ulong recordAddress, ulong dataAddress = 0)
    {
        if (encoding == Omitted)
        {
            return 0;
        }

        ulong position = recordAddress + (uint)cursor.Position;
        ulong value = ReadFormat(ref cursor, FormatOf(encoding));
        return (encoding & BaseMask) switch
        {
            _ when value == 0 => 0,
            ProgramCounterRelative => position + value,
            DataRelative => dataAddress + value,
            _ => value,
        };
    }

    private static ulong ReadFormat(ref ByteCursor cursor, byte format) => format switch
    {
        UnsignedLeb => cursor.Unsigned(),
        Unsigned2 => cursor.UInt16(),
        Unsigned4 => cursor.UInt32(),
        SignedLeb => (ulong)cursor.Signed(),
        Signed2 => (ulong)(short)cursor.UInt16(),
        Signed4 => (ulong)(int)cursor.UInt32(),
        Absolute or Unsigned8 or Signed8 => cursor.UInt64(),
        _ => Broken(ref cursor),
    };

    private static ulong Broken(ref ByteCursor cursor)
    {
        cursor.Skip(long.MaxValue / 2);
        return 0;
    }
}
