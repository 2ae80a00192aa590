using Pprof.Format;
using Pprof.Reporting;

namespace Pprof;

/// <summary>
/// A profile read back as a table of functions: what <c>go tool pprof -top</c> shows, for programs and for machines
/// without that tool. Reads any file of the format, whoever wrote it.
/// </summary>
/// <example>
/// <code>
/// using FileStream file = File.OpenRead("cpu.pb.gz");
/// ProfileReport.Read(file).WriteTo(Console.Out);
/// </code>
/// </example>
public sealed class ProfileReport
{
    private ProfileReport(ProfileData profile, int valueIndex)
    {
        FunctionTotals totals = FunctionTotals.Of(profile, valueIndex);
        SampleType = profile.SampleTypes[valueIndex].Type;
        Unit = profile.SampleTypes[valueIndex].Unit;
        Duration = TimeSpan.FromTicks(profile.DurationNanos / TimeSpan.NanosecondsPerTick);
        Comments = profile.Comments;
        Total = totals.Total;
        Rows = totals.Rows;
    }

    /// <summary>What is added up: <c>cpu</c>, <c>alloc_space</c>.</summary>
    public string SampleType { get; }

    /// <summary>The unit of all values: <c>nanoseconds</c>, <c>bytes</c>, <c>count</c>.</summary>
    public string Unit { get; }

    /// <summary>The sum over all samples, of the values without their signs: what percentages are shares of. A difference of profiles has negative ones.</summary>
    public long Total { get; }

    /// <summary>How long the profile was taken, or zero when the file does not say.</summary>
    public TimeSpan Duration { get; }

    /// <summary>What the profile says about itself: engine, rate, losses.</summary>
    public IReadOnlyList<string> Comments { get; }

    /// <summary>The functions, largest flat value first, whatever its sign.</summary>
    public IReadOnlyList<ProfileReportRow> Rows { get; }

    /// <summary>Reads a profile, compressed or not, to the end of the stream, and leaves the stream open.</summary>
    /// <param name="profile">The file's content.</param>
    /// <param name="sampleType">Which value to add up; null for the one the profile shows first.</param>
    /// <exception cref="ArgumentNullException"><paramref name="profile"/> is null.</exception>
    /// <exception cref="ArgumentException">The profile has no such sample type; the message names those it has.</exception>
    /// <exception cref="FormatException">The content is not a valid profile, or reading it would cost more than the file is worth; the message says what is wrong and where.</exception>
    public static ProfileReport Read(Stream profile, string? sampleType = null)
    {
        ArgumentNullException.ThrowIfNull(profile);
        return Read(profile, sampleType, limits: null, nameof(sampleType));
    }

    /// <inheritdoc cref="Read(Stream, string?)"/>
    /// <param name="profile">The file's content.</param>
    /// <param name="options">Which value to add up, and how much reading may cost.</param>
    public static ProfileReport Read(Stream profile, ProfileReportOptions options)
    {
        ArgumentNullException.ThrowIfNull(profile);
        ArgumentNullException.ThrowIfNull(options);
        return Read(profile, options.SampleType, options.Limits, nameof(options));
    }

    /// <summary>Prints the total and the first <paramref name="maxRows"/> functions.</summary>
    /// <param name="writer">Receives the text.</param>
    /// <param name="maxRows">How many functions at most.</param>
    public void WriteTo(TextWriter writer, int maxRows = 20)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentOutOfRangeException.ThrowIfNegative(maxRows);
        TopTable.Write(writer, this, maxRows);
    }

    private static ProfileReport Read(Stream profile, string? sampleType, ProfileLimits? limits, string parameter)
    {
        ProfileData data = ProfileDecoder.Read(profile, ProfileLimits.Of(limits));
        int index = SampleTypeChoice.IndexOf(data, sampleType, parameter);
        return new ProfileReport(DropFrames.Apply(data), index);
    }
}
