using Pprof.Images;

namespace Pprof.Unwinding.Managed;

/// <summary>
/// Tells whether a word can be a return address: the instruction before it must be a call,
/// <c>E8 rel32</c> or <c>FF /2</c> with any addressing (two to seven bytes), perhaps prefixed.
/// Any thread; neither allocates nor throws.
/// </summary>
internal static class CallSite
{
    private const int LongestCall = 7;

    /// <param name="address">Maybe a return address.</param>
    /// <param name="ifUnreadable">The answer where the bytes before it cannot be read.</param>
    public static bool IsBefore(ulong address, bool ifUnreadable = false)
    {
        Span<byte> bytes = stackalloc byte[LongestCall];
        return SafeMemory.TryRead(address - LongestCall, bytes) ? EndsInCall(bytes) : ifUnreadable;
    }

    /// <summary>Whether the last instruction of the seven bytes can be a call.</summary>
    public static bool EndsInCall(ReadOnlySpan<byte> bytes)
    {
        if (bytes[^5] == 0xe8)
            return true;
        for (int length = 2; length <= LongestCall; length++)
        {
            ReadOnlySpan<byte> call = bytes[^length..];
            if (call[0] == 0xff && ((call[1] >> 3) & 7) == 2 && LengthOf(call[1], length > 2 ? call[2] : (byte)0) == length)
                return true;
        }

        return false;
    }

    // Opcode and ModRM, one more byte for SIB (register field 4 of a memory operand), then the displacement ModRM asks for.
    private static int LengthOf(byte modRM, byte sib)
    {
        (int mode, int operand) = (modRM >> 6, modRM & 7);
        int length = 2 + (mode != 3 && operand == 4 ? 1 : 0);
        return mode switch
        {
            0 when operand == 5 || (operand == 4 && (sib & 7) == 5) => length + 4,
            1 => length + 1,
            2 => length + 4,
            _ => length,
        };
    }
}
