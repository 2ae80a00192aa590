using Pprof.Aggregation;
using Pprof.Format;
using Pprof.Symbolization.Native;

namespace Pprof.Recording;

/// <summary>Gives names to counted stacks and writes them.</summary>
internal static class CountProfile
{
    /// <summary>Throws what the stream throws.</summary>
    /// <param name="stream">Left open.</param>
    /// <param name="name">Name of the profile, and of its one sample type.</param>
    /// <param name="stacks">What to write.</param>
    public static void WriteProto(Stream stream, string name, CountedStacks stacks)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ProfilingParts parts = ProfilingParts.OfCounts;
        ProfileContent content;
        lock (parts)
        {
            content = Resolve(parts, name, stacks);
        }

        content.WriteTo(stream);
    }

    private static ProfileContent Resolve(ProfilingParts parts, string name, CountedStacks stacks)
    {
        MappingTable mappings = new(parts.Images);
        SampleCounter counter = new(parts.Symbols, address => mappings.Find(address).Id);
        foreach (CountedStack stack in stacks.Stacks)
        {
            counter.Add(stack.Frames.Span, counter.Labels.Add(stack.Labels), stack.Count);
        }

        SampleType type = new(name, "count");
        return new ProfileContent
        {
            Counter = counter,
            Mappings = mappings.Mappings,
            Types = [type],
            Scales = [1],
            PeriodType = type,
            Period = 1,
            StartTime = DateTimeOffset.UtcNow,
            Comments = stacks.Comments,
        };
    }
}
