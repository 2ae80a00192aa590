namespace Pprof.Format;

/// <summary>
/// Reads a <c>profile.proto</c> file, gzip'd (in one or more members) or not, and accepts exactly what makes a consistent profile: the rules are
/// those of the pprof tool. Unknown fields are skipped, so that files of later versions can be read.
/// </summary>
internal static class ProfileDecoder
{
    /// <summary>Reads to the end of the stream and leaves it open. Exceptions of the stream pass unchanged.</summary>
    /// <exception cref="ProfileFormatException">The content is no valid profile or is beyond the limits.</exception>
    public static ProfileData Read(Stream stream, ProfileLimits? limits = null)
    {
        ArgumentNullException.ThrowIfNull(stream);
        limits ??= ProfileLimits.Default;
        ReadOnlyMemory<byte> data = ByteInput.ReadToEnd(stream, limits.Bytes);
        return GzipInput.IsGzip(data.Span)
            ? ReadMessage(GzipInput.Decompress(data, limits.Bytes).Span, limits)
            : ReadMessage(data.Span, limits);
    }

    /// <inheritdoc cref="Read(Stream, ProfileLimits?)"/>
    public static ProfileData Read(ReadOnlySpan<byte> data, ProfileLimits? limits = null)
    {
        limits ??= ProfileLimits.Default;
        ByteInput.CheckSize(data.Length, limits.Bytes);
        return GzipInput.IsGzip(data)
            ? ReadMessage(GzipInput.Decompress(data.ToArray(), limits.Bytes).Span, limits)
            : ReadMessage(data, limits);
    }

    private static ProfileData ReadMessage(ReadOnlySpan<byte> message, ProfileLimits limits)
    {
        if (message.IsEmpty)
        {
            throw new ProfileFormatException("The profile is empty. Was it written to the end?");
        }

        if (OlderFormat.Recognizes(message))
        {
            throw new ProfileFormatException("This profile has one of the formats from before profile.proto. Convert it: go tool pprof -proto -output=new.pb.gz FILE");
        }

        DecodeBudget budget = new(limits.ModelBytes);
        ProfileSections sections = new(message, budget);
        return new ModelReader(message, sections, budget).Read();
    }
}
