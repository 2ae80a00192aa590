namespace Pprof.Format;

/// <summary>Reads a stream to its end, up to a limit. Memory follows what has arrived, never what a length promises.</summary>
internal static class ByteInput
{
    private const int FirstBuffer = 16 * 1024;

    public static ReadOnlyMemory<byte> ReadToEnd(Stream stream, int limit)
    {
        byte[] buffer = new byte[FirstBuffer];
        int count = 0;
        int read;
        while ((read = stream.Read(buffer, count, buffer.Length - count)) > 0)
        {
            count += read;
            CheckSize(count, limit);
            if (count == buffer.Length)
            {
                Array.Resize(ref buffer, (int)Math.Min(2L * count, Array.MaxLength));
            }
        }

        return buffer.AsMemory(0, count);
    }

    public static void CheckSize(int count, int limit)
    {
        // An array that cannot grow any more could not show that there is more to come.
        if (count > limit || count == Array.MaxLength)
        {
            throw new ProfileFormatException($"The profile is larger than {limit} bytes. Raise the limit if it can be trusted.");
        }
    }
}
