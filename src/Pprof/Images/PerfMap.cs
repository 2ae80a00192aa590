using System.Globalization;
using System.Text;
using Pprof.Interop;

namespace Pprof.Images;

/// <summary>
/// Names of code that another compiler in this process made at run time, from the file that <c>perf</c> reads too:
/// <code>/tmp/perf-PID.map:   7f11a0000000 4f0 name of the function to the end of the line</code>
/// Believed only when it is a file of this process's user. Read again when it has grown, at most once a second. Owner of the parts; does not throw.
/// </summary>
internal sealed class PerfMap(string? path = null)
{
    private const int MostBytes = 64 << 20;
    private const long MillisecondsBetween = 1000;

    private readonly string _path = path ?? $"/tmp/perf-{Environment.ProcessId}.map";
    private (ulong Start, ulong Size, string Name)[] _entries = [];
    private ulong[] _starts = [];
    private long _bytes;
    private long _nextLook;

    /// <summary>Null when no entry holds the address.</summary>
    public string? Find(ulong address)
    {
        LookForMore();
        int index = Array.BinarySearch(_starts, address);
        index = index >= 0 ? index : ~index - 1;
        return index >= 0 && address - _entries[index].Start < _entries[index].Size ? _entries[index].Name : null;
    }

    private void LookForMore()
    {
        if (Environment.TickCount64 < _nextLook)
        {
            return;
        }

        _nextLook = Environment.TickCount64 + MillisecondsBetween;
        using FileReader? file = FileReader.TryOpen(_path);
        long length = file is { IsOwn: true } ? Math.Min(file.Length, MostBytes) : 0;
        if (length == _bytes)
        {
            return;
        }

        byte[] text = new byte[length];
        _bytes = length;
        _entries = length > 0 && file!.TryRead(0, text) ? Parse(text) : [];
        _starts = Array.ConvertAll(_entries, entry => entry.Start);
    }

    // A later line about an address replaces an earlier one: the code there was made anew.
    internal static (ulong Start, ulong Size, string Name)[] Parse(ReadOnlySpan<byte> text)
    {
        SortedDictionary<ulong, (ulong Size, string Name)> entries = [];
        foreach (Range range in text.Split((byte)'\n'))
        {
            string[] fields = Encoding.UTF8.GetString(text[range]).Split(' ', 3);
            if (fields.Length == 3 && TryHex(fields[0], out ulong start) && TryHex(fields[1], out ulong size) && fields[2].Length > 0)
            {
                entries[start] = (size, fields[2]);
            }
        }

        return [.. entries.Select(entry => (entry.Key, entry.Value.Size, entry.Value.Name))];
    }

    private static bool TryHex(string text, out ulong value) =>
        ulong.TryParse(text.StartsWith("0x", StringComparison.Ordinal) ? text[2..] : text, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out value);
}
