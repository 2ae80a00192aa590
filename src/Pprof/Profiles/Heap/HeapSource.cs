using Pprof.Aggregation;
using Pprof.Format;
using Pprof.Labels;
using Pprof.Profiles.Catalog;
using Pprof.Profiles.Naming;
using Pprof.Symbolization.Naming;

namespace Pprof.Profiles.Heap;

/// <summary>A profile of the heap: <c>heap</c> and <c>allocs</c> are the same data, shown by another of its values. Any thread.</summary>
/// <param name="recording">The data.</param>
/// <param name="defaultType">The sample type that is shown unless told otherwise.</param>
/// <param name="enable">Switches the recording on, at the first use.</param>
internal sealed class HeapSource(HeapRecording recording, string defaultType, Action enable) : IProfileSource
{
    /// <summary>Shown by what is alive.</summary>
    public const string HeapName = "heap";

    /// <summary>Shown by what was ever allocated.</summary>
    public const string AllocationsName = "allocs";

    private const string TypeKey = "type";
    private const string BytesKey = "bytes";

    private static readonly SampleType[] s_types =
        [new("alloc_objects", "count"), new("alloc_space", "bytes"), new("inuse_objects", "count"), new("inuse_space", "bytes")];

    public static HeapSource ByLive(HeapRecording recording, Action enable) => new(recording, "inuse_space", enable);

    public static HeapSource ByAllocated(HeapRecording recording, Action enable) => new(recording, "alloc_space", enable);

    public int Count => recording.Count;

    // What the program has switched off again is on for that time. The first use switches it on for good by itself, by writing.
    public ProfileKinds NeedsMeanwhile => recording.WasEnabled ? ProfileKinds.Heap : ProfileKinds.None;

    public void WriteTo(Stream stream, int debug)
    {
        ArgumentNullException.ThrowIfNull(stream);
        if (!recording.WasEnabled)
        {
            enable();
        }

        // First, so that what the profile itself allocates is in none of them.
        IReadOnlyList<string> figures = debug <= 0 ? [] : GcFigures.Read();
        HeapContent content = recording.Collect(out IReadOnlyList<string> comments);
        if (debug <= 0)
        {
            WriteProto(stream, content, comments);
        }
        else
        {
            WriteText(stream, content, comments, figures);
        }
    }

    private void WriteProto(Stream stream, HeapContent content, IReadOnlyList<string> comments)
    {
        CountedStacks stacks = Counted(content, comments, static record => [
            Rounded(record.Allocated.Objects), Rounded(record.Allocated.Bytes), Rounded(record.Live.Objects), Rounded(record.Live.Bytes)]);
        new StackProfile(stacks, s_types)
        {
            DocumentationPage = "heap.md", PeriodType = new SampleType("space", "bytes"), Period = AllocationWeight.MeanDistance, DefaultType = defaultType,
        }.WriteProto(stream);
    }

    // Of the samples themselves: the reader scales.
    private static void WriteText(Stream stream, HeapContent content, IReadOnlyList<string> comments, IReadOnlyList<string> figures)
    {
        CountedStacks stacks = Counted(
            content, comments, static record => [record.Allocated.Samples, record.Allocated.SampledBytes, record.Live.Samples, record.Live.SampledBytes]);
        new HeapText(AllocationWeight.MeanDistance, new StackProfile(stacks, s_types).ToRecords(s_types.Length)) { Comments = comments, Figures = figures }.WriteTo(stream);
    }

    private static CountedStacks Counted(HeapContent content, IReadOnlyList<string> comments, Func<HeapRecord, long[]> valuesOf)
    {
        CountedStacks stacks = new(s_types.Length);
        stacks.Comments.AddRange(comments);
        Dictionary<(LabelSet Labels, string Type), LabelSet> known = [];
        foreach (HeapRecord record in content.Records)
        {
            if (!known.TryGetValue((record.Labels, record.Type), out LabelSet? labels))
            {
                labels = record.Type.Length == 0 ? record.Labels : record.Labels.With(new KeyValuePair<string, string>(TypeKey, RawTypeName.OfType(record.Type)));
                known.Add((record.Labels, record.Type), labels);
            }

            stacks.Add(record.Frames.Span, labels, Label.OfNumber(BytesKey, record.Size), valuesOf(record));
        }

        return stacks;
    }

    private static long Rounded(double value) => (long)Math.Round(value);
}
