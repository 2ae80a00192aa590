using Pprof.Images;

namespace Pprof.Runtime;

/// <summary>
/// A sparse array in a ready-to-run image: of each index where its data begins (dotnet/runtime, <c>docs/design/coreclr/botr/readytorun-format.md</c>, "NativeArray").
/// Owner of the parts; reads memory that may vanish; neither allocates nor throws.
/// </summary>
/// <remarks>
/// Blocks of 16 elements, each a binary tree of numbers: bit 0 says that the lower half follows, bit 1 that the upper half lies that many bytes on; neither, that
/// this is the only element, and which.
/// </remarks>
internal static class NativeArray
{
    private const uint BlockSize = 16;

    /// <param name="array">Its address.</param>
    /// <param name="index">Of the element.</param>
    /// <param name="data">Address of what belongs to it.</param>
    public static bool TryGet(ulong array, uint index, out ulong data)
    {
        data = 0;
        ulong blocks = array;
        if (!TryReadNumber(ref blocks, out uint head) || index >= head >> 2 || !TryReadOffset(blocks, head & 3, index / BlockSize, out uint offset))
            return false;
        data = blocks + offset;
        for (uint bit = BlockSize / 2; bit > 0; bit /= 2)
        {
            ulong next = data;
            if (!TryReadNumber(ref next, out uint node))
                return false;
            bool isUpper = (index & bit) != 0;
            if (isUpper && (node & 2) != 0)
                data += node >> 2;
            else if (!isUpper && (node & 1) != 0)
                data = next;
            else
            {
                data = next;
                return (node & 3) == 0 && node >> 2 == index % BlockSize;
            }
        }

        return true;
    }

    /// <summary>A number of one to five bytes, whose low bits say how many; moves behind it.</summary>
    public static bool TryReadNumber(ref ulong address, out uint value)
    {
        value = 0;
        if (!SafeMemory.TryRead(address, out byte first))
            return false;
        int more = Math.Min(System.Numerics.BitOperations.TrailingZeroCount(~(uint)first), 4);
        uint rest = 0;
        for (int i = 0; i < more; i++)
        {
            if (!SafeMemory.TryRead(address + 1 + (ulong)i, out byte next))
                return false;
            rest |= (uint)next << (8 * i);
        }

        value = more == 4 ? rest : ((uint)first >> (more + 1)) | (rest << (7 - more));
        address += 1 + (ulong)more;
        return true;
    }

    private static bool TryReadOffset(ulong blocks, uint size, uint block, out uint offset)
    {
        offset = 0;
        if (size == 0)
        {
            bool isRead = SafeMemory.TryRead(blocks + block, out byte small);
            offset = small;
            return isRead;
        }

        if (size == 1)
        {
            bool isRead = SafeMemory.TryRead(blocks + (block * sizeof(ushort)), out ushort medium);
            offset = medium;
            return isRead;
        }

        return SafeMemory.TryRead(blocks + (block * sizeof(uint)), out offset);
    }
}
