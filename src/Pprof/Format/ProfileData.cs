namespace Pprof.Format;

/// <summary>
/// A whole profile in memory, with everything the format knows. Objects refer to each other directly; the tables hold each object that
/// is referred to. Nothing is changed after creation: merging and comparing make new objects and may share old ones.
/// </summary>
internal sealed class ProfileData
{
    public IReadOnlyList<SampleType> SampleTypes { get; init; } = [];

    public IReadOnlyList<Sample> Samples { get; init; } = [];

    public IReadOnlyList<Mapping> Mappings { get; init; } = [];

    public IReadOnlyList<Location> Locations { get; init; } = [];

    public IReadOnlyList<Function> Functions { get; init; } = [];

    /// <summary>Regular expression of functions to hide, with all they called, or empty.</summary>
    public string DropFrames { get; init; } = "";

    /// <summary>Regular expression of functions to keep although <see cref="DropFrames"/> matches, or empty.</summary>
    public string KeepFrames { get; init; } = "";

    /// <summary>When the collection began, in nanoseconds since 1970 UTC, or 0.</summary>
    public long TimeNanos { get; init; }

    public long DurationNanos { get; init; }

    /// <summary>What is counted between two samples, or null.</summary>
    public SampleType? PeriodType { get; init; }

    public long Period { get; init; }

    public IReadOnlyList<string> Comments { get; init; } = [];

    /// <summary>The <see cref="SampleType.Type"/> to show first; empty or unknown: the last one.</summary>
    public string DefaultSampleType { get; init; } = "";

    public string DocUrl { get; init; } = "";

    /// <summary>The same profile with other samples; the locations are those that they name, and more.</summary>
    public ProfileData With(IReadOnlyList<Sample> samples, IReadOnlyList<Location> locations) => new()
    {
        SampleTypes = SampleTypes,
        Samples = samples,
        Mappings = Mappings,
        Locations = locations,
        Functions = Functions,
        DropFrames = DropFrames,
        KeepFrames = KeepFrames,
        TimeNanos = TimeNanos,
        DurationNanos = DurationNanos,
        PeriodType = PeriodType,
        Period = Period,
        Comments = Comments,
        DefaultSampleType = DefaultSampleType,
        DocUrl = DocUrl,
    };

    /// <summary>
    /// Writes the gzip'd file and leaves the stream open. Equal data gives equal bytes.
    /// </summary>
    /// <exception cref="ArgumentException">The data break a rule of the format (see <see cref="ProfileEncoder"/>).</exception>
    public void WriteTo(Stream stream)
    {
        using ProfileEncoder encoder = new(stream);
        new ProfileDataWriter(encoder).Write(this);
        encoder.Finish();
    }
}
