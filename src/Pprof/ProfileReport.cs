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
    private readonly ProfileData _profile;
    private readonly ProfileData? _base;
    private readonly int _valueIndex;
    private readonly string _title;

    private ProfileReport(ProfileData profile, ProfileData? other, int valueIndex, string title)
    {
        (_profile, _base, _valueIndex, _title) = (profile, other, valueIndex, title);
        FunctionTotals totals = FunctionTotals.Of(other is null ? profile : ProfileMerge.Subtract(profile, other), valueIndex);
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
        ProfileData data = ProfileDecoder.Read(profile, ProfileLimits.Of(options.Limits));
        int index = SampleTypeChoice.IndexOf(data, options.SampleType, nameof(options));
        return new ProfileReport(DropFrames.Apply(data), null, index, options.Title);
    }

    /// <summary>Reads two profiles of one kind; every value of the report is then what was added since the second one.</summary>
    /// <param name="profile">The profile that is looked at.</param>
    /// <param name="baseProfile">What it is compared with: earlier, or without the change.</param>
    /// <param name="options">Which value to add up, and how much reading may cost; null for the defaults.</param>
    /// <exception cref="ArgumentNullException">One of the streams is null.</exception>
    /// <exception cref="ArgumentException">The profiles have different sample types, or none of that name.</exception>
    /// <exception cref="FormatException">One of them is no valid profile; the message says what is wrong and where.</exception>
    public static ProfileReport ReadDifference(Stream profile, Stream baseProfile, ProfileReportOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(profile);
        ArgumentNullException.ThrowIfNull(baseProfile);
        options ??= new ProfileReportOptions();
        ProfileData data = ProfileDecoder.Read(profile, ProfileLimits.Of(options.Limits));
        ProfileData other = ProfileDecoder.Read(baseProfile, ProfileLimits.Of(options.Limits));
        int index = SampleTypeChoice.IndexOf(data, options.SampleType, nameof(options));
        return new ProfileReport(DropFrames.Apply(data), DropFrames.Apply(other), index, options.Title);
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

    /// <summary>
    /// Writes what a person, or an assistant, needs to find the line: totals and losses, the program's own lines that cost most with what they call, the paths
    /// to them, functions, callers and callees, labels, and what the figures cannot tell. The same profile gives the same text.
    /// </summary>
    /// <param name="writer">Receives the text, as Markdown.</param>
    /// <param name="size">How long it may become.</param>
    /// <exception cref="ArgumentNullException"><paramref name="writer"/> is null.</exception>
    public void WriteMarkdown(TextWriter writer, ProfileReportSize size = ProfileReportSize.Full)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Write(SummaryWriter.Markdown(Summary.Of(_profile, _base, _valueIndex), _title, size));
    }

    /// <summary>As <see cref="WriteMarkdown"/>, for programs: JSON of the schema <c>pprof-report/1</c>.</summary>
    /// <param name="writer">Receives the text, as JSON.</param>
    /// <param name="size">How long it may become.</param>
    /// <exception cref="ArgumentNullException"><paramref name="writer"/> is null.</exception>
    public void WriteJson(TextWriter writer, ProfileReportSize size = ProfileReportSize.Full)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Write(SummaryWriter.Json(Summary.Of(_profile, _base, _valueIndex), _title, size));
    }

    private static ProfileReport Read(Stream profile, string? sampleType, ProfileLimits? limits, string parameter)
    {
        ProfileData data = ProfileDecoder.Read(profile, ProfileLimits.Of(limits));
        int index = SampleTypeChoice.IndexOf(data, sampleType, parameter);
        return new ProfileReport(DropFrames.Apply(data), null, index, new ProfileReportOptions().Title);
    }
}
