using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using Pprof.Sampling;

namespace Pprof.Unwinding;

/// <summary>Reads words of the copied stack, at the addresses they had.</summary>
internal static class StackBytes
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool TryReadWord(this in RawStack stack, ulong address, out ulong value)
    {
        // An address below the copy wraps around and fails the same comparison.
        ulong offset = address - stack.Address;
        if (offset <= (ulong)stack.Bytes.Length - sizeof(ulong) && stack.Bytes.Length >= sizeof(ulong))
        {
            value = BinaryPrimitives.ReadUInt64LittleEndian(stack.Bytes[(int)offset..]);
            return true;
        }

        value = 0;
        return false;
    }

    /// <summary>First address behind the copy.</summary>
    public static ulong EndAddress(this in RawStack stack) => stack.Address + (ulong)stack.Bytes.Length;
}
