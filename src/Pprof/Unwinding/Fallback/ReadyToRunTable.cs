using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Pprof.Images;
using Pprof.Runtime;
using Pprof.Unwinding.Managed;

namespace Pprof.Unwinding.Fallback;

/// <summary>
/// The unwind entries of one mapped ready-to-run image, found through its PE headers:
/// <code>
/// +0x3c         offset of "PE\0\0", then 20 bytes of file header, then the optional header (PE32+)
/// optional+56   size of the image;  optional+112+8*14: the directory entry of the CLI header
/// CLI+64        the managed native header: "RTR\0", version, flags, count, then count × { id, RVA, size }
/// id 102        the entries, 12 bytes each, sorted by their begin
/// </code>
/// </summary>
internal sealed class ReadyToRunTable
{
    private const uint PESignature = 0x4550;
    private const uint ReadyToRunSignature = 0x525452;
    private const uint RuntimeFunctions = 102;
    private const ulong DirectoryOfCli = 112 + 8 * 14;
    private const int MostSections = 64;

    private readonly UnwindEntry[] _entries;

    private ReadyToRunTable(ulong imageBase, ulong size, UnwindEntry[] entries) => (Base, Size, _entries) = (imageBase, size, entries);

    public ulong Base { get; }

    public ulong Size { get; }

    /// <summary>Reads an image's table; null when there is no such image or it holds no native code.</summary>
    public static ReadyToRunTable? TryRead(ulong imageBase)
    {
        if (!SafeMemory.TryRead(imageBase + 0x3c, out uint pe) || !SafeMemory.TryRead(imageBase + pe, out uint signature) || signature != PESignature)
            return null;
        ulong optional = imageBase + pe + 24;
        if (!SafeMemory.TryRead(optional + 56, out uint size) || !SafeMemory.TryRead(optional + DirectoryOfCli, out uint cli) || cli == 0
            || !SafeMemory.TryRead(imageBase + cli + 64, out uint header) || header == 0)
            return null;
        UnwindEntry[]? entries = ReadEntries(imageBase, imageBase + header);
        return entries is null ? null : new ReadyToRunTable(imageBase, size, entries);
    }

    public bool TryFind(ulong address, out TableEntry found)
    {
        found = default;
        uint offset = (uint)(address - Base);
        int index = LastAtOrBefore(offset);
        if (index < 0 || offset >= _entries[index].End || ReadInfo(index) is not { } info)
            return false;
        found = new TableEntry(this, index, Base + _entries[index].Begin, info);
        return true;
    }

    public ulong BeginOf(int index) => Base + _entries[index].Begin;

    /// <summary>The unwind information of an entry, copied.</summary>
    public byte[]? ReadInfo(int index)
    {
        Span<byte> header = stackalloc byte[UnwindCodes.HeaderSize];
        ulong at = Base + _entries[index].UnwindInfo;
        if (!SafeMemory.TryRead(at, header))
            return null;
        byte[] info = new byte[UnwindCodes.SizeOf(header)];
        return SafeMemory.TryRead(at, info) ? info : null;
    }

    private int LastAtOrBefore(uint offset)
    {
        (int low, int high) = (0, _entries.Length);
        while (low < high)
        {
            int middle = low + (high - low) / 2;
            (low, high) = _entries[middle].Begin <= offset ? (middle + 1, high) : (low, middle);
        }

        return low - 1;
    }

    private static UnwindEntry[]? ReadEntries(ulong imageBase, ulong header)
    {
        Span<byte> bytes = stackalloc byte[16 + 12 * MostSections];
        if (!SafeMemory.TryRead(header, bytes[..16]) || BinaryPrimitives.ReadUInt32LittleEndian(bytes) != ReadyToRunSignature)
            return null;
        int count = (int)Math.Min(BinaryPrimitives.ReadUInt32LittleEndian(bytes[12..]), MostSections);
        Span<byte> sections = bytes.Slice(16, 12 * count);
        if (!SafeMemory.TryRead(header + 16, sections))
            return null;
        for (; !sections.IsEmpty; sections = sections[12..])
        {
            if (BinaryPrimitives.ReadUInt32LittleEndian(sections) == RuntimeFunctions)
                return CopyEntries(imageBase + BinaryPrimitives.ReadUInt32LittleEndian(sections[4..]), BinaryPrimitives.ReadInt32LittleEndian(sections[8..]));
        }

        return null;
    }

    private static UnwindEntry[]? CopyEntries(ulong address, int size)
    {
        if (size is <= 0 or > 1 << 28)
            return null;
        var entries = new UnwindEntry[size / UnwindEntry.Size];
        return SafeMemory.TryRead(address, MemoryMarshal.AsBytes(entries.AsSpan())) ? entries : null;
    }
}
