using Pprof.Aggregation;
using Pprof.Format;
using Pprof.Symbolization.Native;

namespace Pprof.Profiles.Naming;

/// <summary>Gives names to stacks of several values and writes them.</summary>
internal static class ValueProfile
{
    /// <summary>gzip'd profile.proto. Throws what the stream throws.</summary>
    /// <param name="stream">Left open.</param>
    /// <param name="stacks">What to write.</param>
    /// <param name="types">One for each value.</param>
    /// <param name="periodType">What <paramref name="period"/> counts.</param>
    /// <param name="period">Of that, between two samples.</param>
    /// <param name="defaultType">The type that is shown unless told otherwise; null for the last.</param>
    /// <param name="sortedBy">Index of the type whose value orders the samples, largest first; null for the order in which they were added.</param>
    public static void WriteProto(
        Stream stream,
        ValuedStacks stacks,
        IReadOnlyList<SampleType> types,
        SampleType periodType,
        long period,
        string? defaultType = null,
        int? sortedBy = null)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ProfilingParts parts = ProfilingParts.OfCounts;
        ProfileContent content;
        lock (parts)
        {
            MappingTable mappings = new(parts.Images);
            content = new ProfileContent
            {
                Counter = Count(parts, mappings, stacks),
                Mappings = mappings.Mappings,
                Types = types,
                PeriodType = periodType,
                Period = period,
                DefaultType = defaultType,
                SortedBy = sortedBy,
                StartTime = DateTimeOffset.UtcNow,
                Comments = stacks.Comments,
            };
        }

        content.WriteTo(stream);
    }

    /// <summary>The records of a text form, to be written by one of those of <c>Format/Text</c>.</summary>
    public static TextRecords ToRecords(ValuedStacks stacks)
    {
        ProfilingParts parts = ProfilingParts.OfCounts;
        lock (parts)
        {
            SampleCounter counter = Count(parts, new MappingTable(parts.Images), stacks);
            return new TextContent(counter, parts.Images).ToRecords(stacks.ValueCount);
        }
    }

    private static SampleCounter Count(ProfilingParts parts, MappingTable mappings, ValuedStacks stacks)
    {
        SampleCounter counter = new(parts.Symbols, address => mappings.Find(address).Id, stacks.ValueCount);
        foreach (ValuedStack stack in stacks.Stacks)
        {
            counter.Add(stack.Frames.Span, counter.Labels.Add(stack.Labels, stack.Number), stack.Values.Span);
        }

        return counter;
    }
}
