using System.Globalization;
using System.Text;

namespace Pprof.Images;

/// <summary>
/// <code>
/// 7f25fce9f000-7f25fcec5000 r-xp 00026000 fe:00 332096       /usr/lib/x86_64-linux-gnu/libc.so.6
/// start        end          access offset device inode (spaces) path to the end of the line, spaces and all
/// </code>
/// </summary>
internal static class MapsLine
{
    private const string Deleted = " (deleted)";

    /// <param name="line">Without its newline.</param>
    /// <param name="lastPath">The path of the line before, used again when equal: a library has four or five lines.</param>
    public static MappedRegion? TryParse(ReadOnlySpan<byte> line, string lastPath)
    {
        if (TryHex(ref line, (byte)'-', out ulong start)
            && TryHex(ref line, (byte)' ', out ulong end)
            && TryField(ref line, out ReadOnlySpan<byte> access)
            && access.Length == 4
            && TryHex(ref line, (byte)' ', out ulong offset)
            && TryField(ref line, out _)
            && TryField(ref line, out ReadOnlySpan<byte> inode)
            && ulong.TryParse(inode, NumberStyles.None, CultureInfo.InvariantCulture, out ulong number)
            && start < end)
        {
            return new MappedRegion(start, end, Access(access), offset, number, Path(line.TrimStart((byte)' '), lastPath));
        }

        return null;
    }

    private static RegionAccess Access(ReadOnlySpan<byte> letters) =>
        (letters[0] == 'r' ? RegionAccess.Read : 0)
        | (letters[1] == 'w' ? RegionAccess.Write : 0)
        | (letters[2] == 'x' ? RegionAccess.Execute : 0)
        | (letters[3] == 's' ? RegionAccess.Shared : 0);

    private static string Path(ReadOnlySpan<byte> text, string lastPath)
    {
        string path = Ascii.Equals(text, lastPath) ? lastPath : Encoding.UTF8.GetString(text);
        path = path.EndsWith(Deleted, StringComparison.Ordinal) ? path[..^Deleted.Length] : path;

        // The kernel escapes one character only: the newline.
        return path.Contains('\\') ? path.Replace("\\012", "\n", StringComparison.Ordinal) : path;
    }

    private static bool TryHex(ref ReadOnlySpan<byte> rest, byte end, out ulong value)
    {
        int length = rest.IndexOf(end);
        value = 0;
        if (length <= 0
            || !ulong.TryParse(rest[..length], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out value))
        {
            return false;
        }

        rest = rest[(length + 1)..];
        return true;
    }

    // The inode of an unnamed region may end the line without a space behind it.
    private static bool TryField(ref ReadOnlySpan<byte> rest, out ReadOnlySpan<byte> field)
    {
        int length = rest.IndexOf((byte)' ');
        field = length < 0 ? rest : rest[..length];
        rest = length < 0 ? [] : rest[(length + 1)..];
        return !field.IsEmpty;
    }
}
