using System.IO.Compression;

namespace Pprof.Format;

/// <summary>
/// Decompresses a gzip file of one or more members, all of it or not at all. The framework takes an end of input in the middle of a
/// member for the end of the file, and ignores what follows the last member. So a member of our own is put behind the input:
/// only when everything before it is whole does the decompressor get to it, and its content ends the output.
/// </summary>
internal static class GzipInput
{
    private static readonly byte[] EndMark = "the whole input was decompressed"u8.ToArray();

    private static readonly byte[] EndMember = Compress(EndMark);

    public static bool IsGzip(ReadOnlySpan<byte> data) => data is [0x1f, 0x8b, ..];

    public static ReadOnlyMemory<byte> Decompress(ReadOnlyMemory<byte> data, long limit)
    {
        ReadOnlyMemory<byte> content = ReadMembers(data, limit);
        if (!content.Span.EndsWith(EndMark))
        {
            throw new ProfileFormatException("The gzip data are truncated, or other data follow them. Fetch the file again.");
        }

        return content[..^EndMark.Length];
    }

    private static ReadOnlyMemory<byte> ReadMembers(ReadOnlyMemory<byte> data, long limit)
    {
        using GZipStream gzip = new(new JoinedInput(data, EndMember), CompressionMode.Decompress);
        try
        {
            // The mark counts for the limit too: a few bytes in half a gigabyte.
            return ByteInput.ReadToEnd(gzip, limit);
        }
        catch (InvalidDataException e)
        {
            throw new ProfileFormatException("The gzip data are damaged or truncated. Fetch the file again.", e);
        }
    }

    private static byte[] Compress(byte[] content)
    {
        MemoryStream output = new();
        using (GZipStream gzip = new(output, CompressionLevel.Fastest))
        {
            gzip.Write(content);
        }

        return output.ToArray();
    }
}
