using System.IO.Compression;
using System.Text;

namespace Pprof.Symbolization.Lines;

/// <summary>
/// The assemblies of a program that was published as a single file, which lie one after the other behind its host. Any thread; throws what a file throws.
/// </summary>
/// <remarks>
/// The layout is that of the SDK's bundler (dotnet/runtime, <c>src/installer/managed/Microsoft.NET.HostModel/Bundle</c>, versions 2 and 6):
/// <code>
/// in the host:  i64 offset of the header, SHA-256 of ".net core bundle"
/// header:       u32 major, u32 minor, i32 files, text id, 4 × i64 places of two JSON files, u64 flags
/// each file:    i64 offset, i64 size, [major 6: i64 compressed size, 0 for none], u8 kind, text path
/// </code>
/// Texts are UTF-8 behind their length.
/// </remarks>
internal sealed class BundleFile
{
    private const int MostFiles = 1 << 16;
    private const uint FirstWithCompression = 6;

    // Split, so that this library is not taken for a host.
    private static readonly byte[] s_mark =
    [
        .. (ReadOnlySpan<byte>)[0x8b, 0x12, 0x02, 0xb9, 0x6a, 0x61, 0x20, 0x38, 0x72, 0x7b, 0x93, 0x02, 0x14, 0xd7, 0xa0, 0x32],
        .. (ReadOnlySpan<byte>)[0x13, 0xf5, 0xb9, 0xe6, 0xef, 0xae, 0x33, 0x18, 0xee, 0x3b, 0x2d, 0xce, 0x24, 0xb3, 0x6a, 0xae],
    ];

    private static readonly Lazy<BundleFile?> s_program = new(() => TryOpen(Environment.ProcessPath));
    private readonly string _path;
    private readonly Dictionary<string, Entry> _entries = [];

    private BundleFile(string path) => _path = path;

    private readonly record struct Entry(long Offset, long Size, long CompressedSize);

    /// <summary>Null when the program is no single file.</summary>
    public static BundleFile? OfProgram => s_program.Value;

    /// <summary>Null when the file is no bundle, or one of a version that is not known.</summary>
    public static BundleFile? TryOpen(string? path)
    {
        try
        {
            using FileStream? file = path is null ? null : File.OpenRead(path);
            return file is null || FindHeader(file) is not (> 0 and var header) || header >= file.Length ? null : Read(path!, file, header);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or FormatException or ArgumentException)
        {
            return null;
        }
    }

    /// <summary>Null when it has no file of that path, such as <c>Program.dll</c>.</summary>
    public Stream? Open(string name)
    {
        if (!_entries.TryGetValue(name, out Entry entry) || entry.Size is < 0 or > int.MaxValue)
        {
            return null;
        }

        using FileStream file = File.OpenRead(_path);
        file.Position = entry.Offset;
        MemoryStream copy = new((int)entry.Size);
        using Stream source = entry.CompressedSize == 0 ? file : new DeflateStream(file, CompressionMode.Decompress);
        byte[] bytes = new byte[entry.Size];
        source.ReadExactly(bytes);
        copy.Write(bytes);
        copy.Position = 0;
        return copy;
    }

    private static BundleFile Read(string path, FileStream file, long header)
    {
        file.Position = header;
        using BinaryReader reader = new(file, Encoding.UTF8, leaveOpen: true);
        uint major = reader.ReadUInt32();
        reader.ReadUInt32();
        int files = reader.ReadInt32();
        reader.ReadString();
        reader.ReadBytes((4 * sizeof(long)) + sizeof(ulong));
        BundleFile bundle = new(path);
        for (int i = 0; i < Math.Min(files, MostFiles); i++)
        {
            Entry entry = new(reader.ReadInt64(), reader.ReadInt64(), major >= FirstWithCompression ? reader.ReadInt64() : 0);
            reader.ReadByte();
            bundle._entries[reader.ReadString()] = entry;
        }

        return bundle;
    }

    // The host is the first part of the file, and the mark among its data.
    private static long FindHeader(FileStream file)
    {
        byte[] buffer = new byte[1 << 16];
        int kept = 0;
        for (int read = file.Read(buffer); read > 0; read = file.Read(buffer, kept, buffer.Length - kept))
        {
            int length = kept + read;
            int at = buffer.AsSpan(0, length).IndexOf(s_mark);
            if (at >= sizeof(long))
            {
                return BitConverter.ToInt64(buffer, at - sizeof(long));
            }

            kept = Math.Min(length, s_mark.Length + sizeof(long));
            Array.Copy(buffer, length - kept, buffer, 0, kept);
        }

        return 0;
    }
}
