namespace Pprof.Format;

/// <summary>Where the content of a top-level message lies in the uncompressed file.</summary>
internal readonly record struct MessageRange(int Start, int Length)
{
    public static MessageRange Of(ref ProtoReader reader)
    {
        ReadOnlySpan<byte> content = reader.Bytes(out int start);
        return new MessageRange(start, content.Length);
    }

    public ProtoReader Open(string message, ReadOnlySpan<byte> data) => new(message, data.Slice(Start, Length), Start);
}
