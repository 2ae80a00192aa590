using System.Reflection;
using Pprof.Images;
using Pprof.Runtime;

namespace Pprof.Unwinding.Fallback;

/// <summary>
/// The ready-to-run images of the process, found in its memory map. The same file is often mapped twice; the one that was
/// laid out for running begins with a private page of headers, the other is one flat, shared piece.
/// Owner of the parts; allocates when it meets an image.
/// </summary>
internal sealed class ReadyToRunTables(ImageCatalog images)
{
    private const ushort DosSignature = 0x5a4d;
    private const int PushOfRbp = 0x50;

    private readonly Dictionary<ulong, ReadyToRunTable?> _tables = [];

    public bool TryFind(ulong address, out TableEntry entry)
    {
        entry = default;
        MappedRegion? region = images.FindRegion(address);
        return region is { IsExecutable: true, Path.Length: > 0 } && FindTable(region, address) is { } table && table.TryFind(address, out entry);
    }

    /// <summary>
    /// First instruction of the method an entry belongs to. A funclet does not save rbp, which is its method's, and follows
    /// an entry of the same method; two instances of one frameless generic method side by side could be taken for that.
    /// </summary>
    public static ulong FindBody(in TableEntry entry)
    {
        int index = entry.Index;
        MethodBase? method = MethodLookup.FromNativeIp(entry.Begin);
        while (index > 0 && method is not null && !SavesRbp(entry.Table.ReadInfo(index)) && MethodLookup.FromNativeIp(entry.Table.BeginOf(index - 1)) == method)
            index--;
        return entry.Table.BeginOf(index);
    }

    private static bool SavesRbp(byte[]? info)
    {
        for (int i = 4; info is not null && i + 1 < info.Length; i += 2)
        {
            if (info[i + 1] == PushOfRbp)
                return true;
        }

        return false;
    }

    private ReadyToRunTable? FindTable(MappedRegion code, ulong address)
    {
        foreach (MappedRegion region in images.Map.Regions)
        {
            if (region.Offset != 0 || region.Path != code.Path || region.Start > address)
                continue;
            if (!_tables.TryGetValue(region.Start, out ReadyToRunTable? table))
                _tables[region.Start] = table = TryRead(region);
            if (table is not null && address - table.Base < table.Size)
                return table;
        }

        return null;
    }

    private static ReadyToRunTable? TryRead(MappedRegion region) =>
        !region.IsShared && SafeMemory.TryRead(region.Start, out ushort signature) && signature == DosSignature ? ReadyToRunTable.TryRead(region.Start) : null;
}
