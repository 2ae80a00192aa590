using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;

namespace Pprof.Images;

/// <summary>Typed reads on top of <see cref="IMemoryReader"/>.</summary>
internal static class MemoryReaderExtensions
{
    // Names in string tables are rarely above 200 bytes; the longest C++ ones are cut, not lost.
    private const int LongestName = 2048;
    private const int NameChunk = 64;

    public static bool TryRead<T>(this IMemoryReader reader, ulong address, out T value)
        where T : unmanaged
    {
        Unsafe.SkipInit(out value);
        if (reader.TryRead(address, MemoryMarshal.AsBytes(new Span<T>(ref value))))
        {
            return true;
        }

        value = default;
        return false;
    }

    /// <summary>Null when the words are not all readable, or are more than <paramref name="limit"/>.</summary>
    public static T[]? TryReadArray<T>(this IMemoryReader reader, ulong address, ulong count, int limit)
        where T : unmanaged
    {
        if (count > (ulong)limit)
        {
            return null;
        }

        T[] values = new T[(int)count];
        return values.Length == 0 || reader.TryRead(address, MemoryMarshal.AsBytes(values.AsSpan())) ? values : null;
    }

    /// <summary>A zero-terminated name, or empty when it cannot be read. In small steps: the table may end at a page's end.</summary>
    public static string ReadName(this IMemoryReader reader, ulong address)
    {
        Span<byte> name = stackalloc byte[LongestName];
        int length = 0;
        while (length < LongestName)
        {
            int step = NameChunk - (int)((address + (ulong)length) % NameChunk);
            Span<byte> chunk = name.Slice(length, Math.Min(step, LongestName - length));
            if (!reader.TryRead(address + (ulong)length, chunk))
            {
                return "";
            }

            int end = chunk.IndexOf((byte)0);
            length += end < 0 ? chunk.Length : end;
            if (end >= 0)
            {
                break;
            }
        }

        return Encoding.UTF8.GetString(name[..length]);
    }
}
