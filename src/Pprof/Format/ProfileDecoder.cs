namespace Pprof.Format;

/// <summary>
/// Reads a <c>profile.proto</c> file, gzip'd (in one or more members) or not, or one of the formats from before it, and accepts exactly what makes a consistent
/// profile: the rules are those of the pprof tool. Unknown fields are skipped, so that files of later versions can be read.
/// </summary>
internal static class ProfileDecoder
{
    /// <summary>Reads to the end of the stream and leaves it open. Exceptions of the stream pass unchanged.</summary>
    /// <exception cref="ProfileFormatException">The content is no valid profile or is beyond the limits.</exception>
    public static ProfileData Read(Stream stream, ReadLimits? limits = null) => Read(stream, limits, out _);

    /// <inheritdoc cref="Read(Stream, ReadLimits?)"/>
    public static ProfileData Read(ReadOnlySpan<byte> data, ReadLimits? limits = null) => Read(data, limits, out _);

    /// <param name="stream">The file's content.</param>
    /// <param name="limits">How much it may cost; null for what a file of its size is worth.</param>
    /// <param name="budget">What is left for a report.</param>
    /// <inheritdoc cref="Read(Stream, ReadLimits?)"/>
    public static ProfileData Read(Stream stream, ReadLimits? limits, out ReadBudget budget)
    {
        ArgumentNullException.ThrowIfNull(stream);
        limits ??= ReadLimits.Default;
        return ReadFile(ByteInput.ReadToEnd(stream, limits.FileBytes), limits, out budget);
    }

    /// <inheritdoc cref="Read(Stream, ReadLimits?, out ReadBudget)"/>
    public static ProfileData Read(ReadOnlySpan<byte> data, ReadLimits? limits, out ReadBudget budget)
    {
        limits ??= ReadLimits.Default;
        ByteInput.CheckSize(data.Length, limits.FileBytes);
        if (GzipInput.IsGzip(data))
        {
            return ReadFile(data.ToArray(), limits, out budget);
        }

        budget = new ReadBudget(limits, data.Length);
        return ReadMessage(data, budget);
    }

    private static ProfileData ReadFile(ReadOnlyMemory<byte> file, ReadLimits limits, out ReadBudget budget)
    {
        budget = new ReadBudget(limits, file.Length);
        return GzipInput.IsGzip(file.Span)
            ? ReadMessage(GzipInput.Decompress(file, limits.InflatedFor(file.Length)).Span, budget)
            : ReadMessage(file.Span, budget);
    }

    private static ProfileData ReadMessage(ReadOnlySpan<byte> message, ReadBudget budget)
    {
        if (message.IsEmpty)
        {
            throw new ProfileFormatException("The profile is empty. Was it written to the end?");
        }

        ForeignFormat.RefuseIfKnown(message);
        try
        {
            return new ModelReader(message, new ProfileSections(message, budget), budget).Read();
        }
        catch (ProfileFormatException)
        {
            if (LegacyReader.TryRead(message, budget) is { } legacy)
            {
                return legacy;
            }

            if (ForeignFormat.IsText(message))
            {
                throw new ProfileFormatException($"This is text and no profile; it begins with '{ForeignFormat.FirstLine(message)}'. Was it an error page that was saved?");
            }

            throw;
        }
    }
}
