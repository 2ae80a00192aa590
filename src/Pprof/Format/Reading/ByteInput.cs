namespace Pprof.Format;

/// <summary>Reads a stream to its end, up to a limit. Memory follows what has arrived, never what a length promises.</summary>
internal static class ByteInput
{
    private const int FirstBuffer = 16 * 1024;

    public static ReadOnlyMemory<byte> ReadToEnd(Stream stream, long limit)
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
                // One byte beyond the limit shows that there is more.
                Array.Resize(ref buffer, (int)Math.Min(Math.Min(2L * count, Math.Max(limit, count) + 1), Array.MaxLength));
            }
        }

        return buffer.AsMemory(0, count);
    }

    public static void CheckSize(int count, long limit)
    {
        // An array that cannot grow any more could not show that there is more to come.
        if (count > limit || count == Array.MaxLength)
        {
            throw new ProfileFormatException($"The profile is larger than {limit} bytes. Raise {nameof(ProfileLimits)}.MaxBytes if it can be trusted.");
        }
    }
}
