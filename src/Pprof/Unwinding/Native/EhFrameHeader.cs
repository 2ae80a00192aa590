using System.Runtime.InteropServices;
using Pprof.Images;

namespace Pprof.Unwinding.Native;

/// <summary>
/// The table that linkers put before <c>.eh_frame</c> for binary search:
/// <code>u8 version = 1; u8 encodings of [.eh_frame's address, count, entries]; the address; the count; {i32 code, i32 FDE}[count]</code>
/// both distances from the header, sorted by the first. Searched where it is mapped: a library has up to a million entries.
/// </summary>
internal sealed class EhFrameHeader : IFrameIndex
{
    // Fewer system calls: seven halvings read one entry each, the last 512 entries are read at once.
    private const int BlockSize = 512;
    private const int LongestHead = 32;

    private readonly IMemoryReader _memory;
    private readonly ulong _address;
    private readonly ulong _table;
    private readonly uint _count;
    private readonly Entry[] _block = new Entry[BlockSize];

    private EhFrameHeader(IMemoryReader memory, ulong address, ulong table, uint count)
    {
        _memory = memory;
        _address = address;
        _table = table;
        _count = count;
    }

    /// <summary>Null when there is no such table, or not of the one kind that linkers write.</summary>
    public static EhFrameHeader? TryRead(IMemoryReader memory, ulong address, ulong size, out ulong frames)
    {
        frames = 0;
        if (memory.TryReadArray<byte>(address, Math.Min(size, LongestHead), LongestHead) is not { } head)
        {
            return null;
        }

        ByteCursor cursor = new(head);
        byte version = cursor.Byte();
        byte frameEncoding = cursor.Byte();
        byte countEncoding = cursor.Byte();
        byte tableEncoding = cursor.Byte();
        frames = PointerEncoding.Read(ref cursor, frameEncoding, address, address);
        ulong count = PointerEncoding.Read(ref cursor, countEncoding, address, address);
        ulong room = (size - (ulong)cursor.Position) / 8;
        bool usable = version == 1 && !cursor.IsBroken && tableEncoding == PointerEncoding.HeaderRelative32 && count > 0 && count <= room;
        return usable ? new EhFrameHeader(memory, address, address + (ulong)cursor.Position, (uint)count) : null;
    }

    public bool TryFind(ulong address, out ulong descriptionAddress)
    {
        descriptionAddress = 0;
        long target = (long)(address - _address);
        uint low = 0;
        uint high = _count;
        while (high - low > BlockSize)
        {
            uint middle = low + ((high - low) / 2);
            if (!_memory.TryRead(_table + (middle * 8UL), out Entry entry))
            {
                return false;
            }

            (low, high) = entry.Code <= target ? (middle, high) : (low, middle);
        }

        return TryFindInBlock(low, high, target, out descriptionAddress);
    }

    public IEnumerable<ulong> All()
    {
        for (uint i = 0; i < _count && _memory.TryRead(_table + (i * 8UL), out Entry entry); i++)
        {
            yield return _address + (ulong)entry.Description;
        }
    }

    private bool TryFindInBlock(uint low, uint high, long target, out ulong descriptionAddress)
    {
        Span<Entry> block = _block.AsSpan(0, (int)(high - low));
        bool read = _memory.TryRead(_table + (low * 8UL), MemoryMarshal.AsBytes(block));
        int last = block.Length - 1;
        while (read && last >= 0 && block[last].Code > target)
        {
            last--;
        }

        descriptionAddress = read && last >= 0 ? _address + (ulong)block[last].Description : 0;
        return read && last >= 0;
    }

    [StructLayout(LayoutKind.Sequential)]
    private struct Entry
    {
        public int Code;
        public int Description;
    }
}
