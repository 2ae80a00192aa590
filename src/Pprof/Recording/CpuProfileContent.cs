using Pprof.Aggregation;
using Pprof.Format;
using Pprof.Symbolization;
using Pprof.Symbolization.Native;

namespace Pprof.Recording;

/// <summary>A finished CPU profile, ready to be written.</summary>
internal sealed class CpuProfileContent
{
    private static readonly SampleType s_samples = new("samples", "count");
    private static readonly SampleType s_cpu = new("cpu", "nanoseconds");

    public required SampleCounter Counter { get; init; }

    public required IReadOnlyList<CodeMapping> Mappings { get; init; }

    public required long PeriodNanoseconds { get; init; }

    public required DateTimeOffset StartTime { get; init; }

    public required TimeSpan Duration { get; init; }

    public required IReadOnlyList<string> Comments { get; init; }

    /// <summary>Throws what the stream throws.</summary>
    public void WriteTo(Stream stream)
    {
        if (!stream.CanWrite)
        {
            throw new ObjectDisposedException(
                stream.GetType().Name, "The stream was closed before the CPU profile was written to it. Stop the profile first, then close the stream.");
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
        encoder.AddSampleType(s_samples);
        encoder.AddSampleType(s_cpu);
        encoder.SetPeriod(s_cpu, PeriodNanoseconds);
        encoder.SetTime((StartTime - DateTimeOffset.UnixEpoch).Ticks * TimeSpan.NanosecondsPerTick);
        encoder.SetDuration(Duration.Ticks * TimeSpan.NanosecondsPerTick);
        foreach (string comment in Comments)
        {
            encoder.AddComment(comment);
        }
    }

    // has_functions is true of all of them: what can be named here has been, and the viewer must not look for binaries.
    private void AddMappings(ProfileEncoder encoder)
    {
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
                HasFunctions = true,
            });
        }
    }

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
        for (int i = 0; i < locations.Count; i++)
        {
            LocationEntry location = locations[i];
            LineEntry line = new(new FunctionId((ulong)location.Function + 1), location.Line);
            ReadOnlySpan<LineEntry> lines = location.Function < 0 ? [] : new(in line);
            encoder.AddLocation(IdOf(i), new MappingId(location.Mapping), AddressOf(location), lines);
        }
    }

    // A marker is no place in memory, and a method without a frame none in code.
    private static ulong AddressOf(LocationEntry location) =>
        location.Address.Kind is Unwinding.CodeKind.Managed or Unwinding.CodeKind.Native ? location.Address.Value : 0;

    private void AddSamples(ProfileEncoder encoder)
    {
        Span<LocationId> stack = stackalloc LocationId[SampleCounter.MaxDepth];
        foreach (ref readonly StackEntry entry in Counter.Stacks.Entries)
        {
            ReadOnlySpan<int> frames = Counter.Stacks.FramesOf(entry);
            for (int i = 0; i < frames.Length; i++)
            {
                stack[i] = IdOf(frames[i]);
            }

            encoder.AddSample(stack[..frames.Length], [entry.Weight, entry.Weight * PeriodNanoseconds]);
        }
    }

    private static LocationId IdOf(int location) => new((ulong)location + 1);
}
