using Pprof.Aggregation;
using Pprof.Format;
using Pprof.Symbolization.Native;

namespace Pprof.Profiles.Naming;

/// <summary>A profile of counted stacks: gives names to them and writes them. The only writer of all profiles but the CPU profile.</summary>
/// <param name="stacks">What to write.</param>
/// <param name="types">One for each value of a stack.</param>
internal sealed class StackProfile(CountedStacks stacks, params IReadOnlyList<SampleType> types)
{
    /// <summary>What <see cref="Period"/> counts.</summary>
    public SampleType PeriodType { get; init; } = types[0];

    /// <summary>Of <see cref="PeriodType"/>, between two samples.</summary>
    public long Period { get; init; } = 1;

    /// <summary>The type that is shown unless told otherwise; null for the last.</summary>
    public string? DefaultType { get; init; }

    /// <summary>Index of the type whose value orders the samples, largest first; null for the order in which they were added.</summary>
    public int? SortedBy { get; init; }

    /// <summary>As of <see cref="ProfileContent"/>.</summary>
    public string DocumentationPage { get; init; } = "";

    /// <summary>A profile that counts one thing, named like its sample type.</summary>
    public static StackProfile OfCounts(string name, CountedStacks stacks, string documentationPage = "") =>
        new(stacks, new SampleType(name, "count")) { DocumentationPage = documentationPage };

    /// <summary>Writes gzip'd profile.proto, or text that shows the first value. Throws what the stream throws.</summary>
    /// <param name="stream">Left open.</param>
    /// <param name="debug">0 and below: profile.proto. 1 and above: text.</param>
    /// <param name="name">Of the profile; shown by the text.</param>
    public void WriteTo(Stream stream, int debug, string name)
    {
        if (debug <= 0)
        {
            WriteProto(stream);
        }
        else
        {
            ArgumentNullException.ThrowIfNull(stream);
            new CountText(name, ToRecords(valueCount: 1)) { Comments = stacks.Comments }.WriteTo(stream);
        }
    }

    /// <summary>Writes gzip'd profile.proto. Throws what the stream throws.</summary>
    /// <param name="stream">Left open.</param>
    public void WriteProto(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ProfilingParts parts = ProfilingParts.OfCounts;
        ProfileContent content;
        lock (parts.Gate)
        {
            MappingTable mappings = new(parts.Images);
            content = Content(Named(parts, mappings), mappings);
        }

        content.WriteTo(stream);
    }

    /// <summary>The records of a text form, to be written by one of those of <c>Format/Text</c>.</summary>
    /// <param name="valueCount">Leading values that the form shows. Stacks of which the first is 0 are left out when it shows one.</param>
    public TextRecords ToRecords(int valueCount)
    {
        ProfilingParts parts = ProfilingParts.OfCounts;
        lock (parts.Gate)
        {
            return new TextContent(Named(parts, new MappingTable(parts.Images)), parts.Images).ToRecords(valueCount);
        }
    }

    private SampleCounter Named(ProfilingParts parts, MappingTable mappings) =>
        SampleCounter.Of(stacks, parts.Symbols, mappings.IdOf);

    private ProfileContent Content(SampleCounter counter, MappingTable mappings) => new()
    {
        Counter = counter,
        Mappings = mappings.Mappings,
        Types = types,
        PeriodType = PeriodType,
        Period = Period,
        DefaultType = DefaultType,
        SortedBy = SortedBy,
        StartTime = DateTimeOffset.UtcNow,
        Comments = stacks.Comments,
        DocumentationPage = DocumentationPage,
    };
}
