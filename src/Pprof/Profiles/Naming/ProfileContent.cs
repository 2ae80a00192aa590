using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Pprof.Aggregation;
using Pprof.Format;
using Pprof.Symbolization;
using Pprof.Symbolization.Native;

namespace Pprof.Profiles.Naming;

/// <summary>A finished profile with names, ready to be written.</summary>
internal sealed class ProfileContent
{
    public required SampleCounter Counter { get; init; }

    public required IReadOnlyList<CodeMapping> Mappings { get; init; }

    public required IReadOnlyList<SampleType> Types { get; init; }

    /// <summary>What the one value of a stack is multiplied by to give the value of each type; null when the counter has a value for each type.</summary>
    public IReadOnlyList<long>? Scales { get; init; }

    public required SampleType PeriodType { get; init; }

    public required long Period { get; init; }

    /// <summary>Shown unless told otherwise; null for the last one.</summary>
    public string? DefaultType { get; init; }

    /// <summary>The type whose value orders the samples, the largest first; null for the order in which they were first met.</summary>
    public int? SortedBy { get; init; }

    public required DateTimeOffset StartTime { get; init; }

    /// <summary>Zero for what is true of one instant.</summary>
    public TimeSpan Duration { get; init; }

    public IReadOnlyList<string> Comments { get; init; } = [];

    /// <summary>The page of docs/ that says what the profile means; empty for none.</summary>
    public string DocumentationPage { get; init; } = "";

    /// <summary>Throws what the stream throws.</summary>
    public void WriteTo(Stream stream)
    {
        if (!stream.CanWrite)
        {
            throw new ObjectDisposedException(
                stream.GetType().Name, "The stream was closed before the profile was written to it. Stop or write the profile first, then close the stream.");
        }

        using ProfileEncoder encoder = new(stream);
        AddHeader(encoder);
        AddMappings(encoder);
        AddFunctions(encoder);
        AddLocations(encoder);
        AddSamples(encoder);
        encoder.Finish();
    }

    private void AddHeader(ProfileEncoder encoder)
    {
        foreach (SampleType type in Types)
        {
            encoder.AddSampleType(type);
        }

        encoder.SetPeriod(PeriodType, Period);
        if (DefaultType is not null)
        {
            encoder.SetDefaultSampleType(DefaultType);
        }

        encoder.SetTime((StartTime - DateTimeOffset.UnixEpoch).Ticks * TimeSpan.NanosecondsPerTick);
        encoder.SetDuration(Duration.Ticks * TimeSpan.NanosecondsPerTick);
        encoder.SetDocUrl(Documentation.UrlOf(DocumentationPage));
        foreach (string comment in Comments)
        {
            encoder.AddComment(comment);
        }
    }

    // has_functions is true of all of them: what can be named here has been, and the viewer must not look for binaries. But a program that was compiled to native code
    // in one piece keeps its names apart, in a file that the viewer finds and this process does not.
    private void AddMappings(ProfileEncoder encoder)
    {
        bool isNative = !RuntimeFeature.IsDynamicCodeSupported;
        foreach (CodeMapping mapping in Mappings)
        {
            encoder.AddMapping(new Mapping
            {
                Id = new MappingId(mapping.Id),
                MemoryStart = mapping.Start,
                MemoryLimit = mapping.Limit,
                FileOffset = mapping.Offset,
                FileName = mapping.FileName,
                BuildId = mapping.BuildId,
                HasFunctions = !isNative || mapping.FileName != Environment.ProcessPath || HasNames(mapping.Id),
            });
        }
    }

    private bool HasNames(ulong mapping) => Counter.Locations.Locations.Any(
        one => one.Mapping == mapping && one.Function >= 0 && !Counter.Locations.Functions.Functions[one.Function].IsWholeImage);

    private void AddFunctions(ProfileEncoder encoder)
    {
        IReadOnlyList<FunctionSymbol> functions = Counter.Locations.Functions.Functions;
        for (int i = 0; i < functions.Count; i++)
        {
            FunctionSymbol function = functions[i];
            encoder.AddFunction(new FunctionId((ulong)i + 1), function.Name, function.SystemName, function.FileName, function.StartLine);
        }
    }

    private void AddLocations(ProfileEncoder encoder)
    {
        IReadOnlyList<LocationEntry> locations = Counter.Locations.Locations;
        List<LineEntry> lines = [];
        for (int i = 0; i < locations.Count; i++)
        {
            lines.Clear();
            AddLines(i, locations[i], lines);
            encoder.AddLocation(IdOf(i), new MappingId(locations[i].Mapping), AddressOf(locations[i]), CollectionsMarshal.AsSpan(lines));
        }
    }

    // As the format wants it: inlined functions before the one that has the frame.
    private void AddLines(int index, in LocationEntry location, List<LineEntry> lines)
    {
        foreach (InlinedLine inlined in Counter.Locations.InlinedAt(index))
        {
            lines.Add(new LineEntry(new FunctionId((ulong)inlined.Function + 1), inlined.Line));
        }

        if (location.Function >= 0)
        {
            lines.Add(new LineEntry(new FunctionId((ulong)location.Function + 1), location.Line));
        }
    }

    // A marker is no place in memory, and a method without a frame none in code.
    private static ulong AddressOf(LocationEntry location) => location.Address.Place;

    private void AddSamples(ProfileEncoder encoder)
    {
        Span<LocationId> stack = stackalloc LocationId[SampleCounter.MaxDepth];
        long[] values = new long[Types.Count];
        Dictionary<int, Label[]> labels = [];
        foreach (int index in Order())
        {
            ref readonly StackEntry entry = ref Counter.Stacks.Entries[index];
            ReadOnlySpan<int> frames = Counter.Stacks.FramesOf(entry);
            for (int i = 0; i < frames.Length; i++)
            {
                stack[i] = IdOf(frames[i]);
            }

            SetValues(values, Counter.Stacks.ValuesOf(entry));
            if (!labels.TryGetValue(entry.LabelSet, out Label[]? set))
            {
                labels.Add(entry.LabelSet, set = Counter.Labels.LabelsOf(entry.LabelSet));
            }

            encoder.AddSample(stack[..frames.Length], values, set);
        }
    }

    private IEnumerable<int> Order()
    {
        IEnumerable<int> all = Enumerable.Range(0, Counter.Stacks.Count);
        return SortedBy is { } type ? all.OrderByDescending(index => Counter.Stacks.ValuesOf(Counter.Stacks.Entries[index])[type]) : all;
    }

    private void SetValues(long[] values, ReadOnlySpan<long> counted)
    {
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = Scales is null ? counted[i] : counted[0] * Scales[i];
        }
    }

    private static LocationId IdOf(int location) => new((ulong)location + 1);
}
