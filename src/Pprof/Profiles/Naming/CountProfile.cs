using Pprof.Aggregation;
using Pprof.Format;
using Pprof.Symbolization.Native;

namespace Pprof.Profiles.Naming;

/// <summary>Gives names to counted stacks and writes them.</summary>
internal static class CountProfile
{
    /// <summary>Throws what the stream throws.</summary>
    /// <param name="stream">Left open.</param>
    /// <param name="debug">0 and below: gzip'd profile.proto. 1 and above: text.</param>
    /// <param name="name">Name of the profile, and of its one sample type.</param>
    /// <param name="stacks">What to write.</param>
    public static void WriteTo(Stream stream, int debug, string name, CountedStacks stacks)
    {
        if (debug <= 0)
        {
            WriteProto(stream, name, stacks);
        }
        else
        {
            WriteText(stream, name, stacks);
        }
    }

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
            MappingTable mappings = new(parts.Images);
            content = Content(name, stacks, mappings, Count(parts, mappings, stacks));
        }

        content.WriteTo(stream);
    }

    private static void WriteText(Stream stream, string name, CountedStacks stacks)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ProfilingParts parts = ProfilingParts.OfCounts;
        CountText text;
        lock (parts)
        {
            SampleCounter counter = Count(parts, new MappingTable(parts.Images), stacks);
            text = new CountText(name, new TextContent(counter, parts.Images).ToRecords()) { Comments = stacks.Comments };
        }

        text.WriteTo(stream);
    }

    private static SampleCounter Count(ProfilingParts parts, MappingTable mappings, CountedStacks stacks)
    {
        SampleCounter counter = new(parts.Symbols, address => mappings.Find(address).Id);
        foreach (CountedStack stack in stacks.Stacks)
        {
            counter.Add(stack.Frames.Span, counter.Labels.Add(stack.Labels), stack.Count);
        }

        return counter;
    }

    private static ProfileContent Content(string name, CountedStacks stacks, MappingTable mappings, SampleCounter counter)
    {
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
