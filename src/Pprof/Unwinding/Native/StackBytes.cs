using System.Buffers.Binary;
using Pprof.Sampling;

namespace Pprof.Unwinding.Native;

/// <summary>Words of the copied stack by their address.</summary>
internal static class StackBytes
{
    public static bool TryReadWord(in RawStack stack, ulong address, out ulong value)
    {
        ulong offset = address - stack.Address;
        int length = stack.Bytes.Length;
        if (length < sizeof(ulong) || offset > (ulong)(length - sizeof(ulong)))
        {
            value = 0;
            return false;
        }

        value = BinaryPrimitives.ReadUInt64LittleEndian(stack.Bytes[(int)offset..]);
        return true;
    }
}
