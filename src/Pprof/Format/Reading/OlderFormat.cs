namespace Pprof.Format;

/// <summary>
/// The formats from before <c>profile.proto</c>, which the pprof tool still reads and converts. They are recognised only to say so: as a
/// protocol buffer they would be refused for a wire type that tells nobody anything.
/// </summary>
internal static class OlderFormat
{
    private const int LongestFirstLine = 256;

    public static bool Recognizes(ReadOnlySpan<byte> data) => IsBinary(data) || IsText(data);

    /// <summary>The CPU profile of words: 0, then 3 header words. Words have the machine's size and the order of its bytes.</summary>
    private static bool IsBinary(ReadOnlySpan<byte> data) =>
        data is [0, 0, 0, 0, 3, 0, 0, 0, ..]
            or [0, 0, 0, 0, 0, 0, 0, 3, ..]
            or [0, 0, 0, 0, 0, 0, 0, 0, 3, 0, 0, 0, 0, 0, 0, 0, ..]
            or [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 3, ..];

    private static bool IsText(ReadOnlySpan<byte> data)
    {
        ReadOnlySpan<byte> line = data[..Math.Min(data.Length, LongestFirstLine)];
        int end = line.IndexOf((byte)'\n');
        line = end < 0 ? line : line[..end];
        return line.StartsWith("--- "u8) || line.StartsWith("heap profile: "u8) || line.IndexOf(" profile: total "u8) > 0;
    }
}
