using System.Diagnostics.Tracing;
using Microsoft.Diagnostics.NETCore.Client;
using Pprof.Aggregation;
using Pprof.EventPipe.Nettrace;
using Pprof.EventPipe.Rundown;
using Pprof.Profiles.Naming;
using Pprof.Symbolization;
using Pprof.Symbolization.Lines;
using Pprof.Symbolization.Managed;
using Pprof.Unwinding;

namespace Pprof.Profiles.Cpu;

/// <summary>
/// A profile of wall-clock time from the event stream of another process, whose runtime may be older or have no place for an agent. Names come from
/// what the runtime lists at the end of the stream, lines from its maps and the PDB files where they can be found here.
/// </summary>
internal static class RecordedWall
{
    // Modules, methods, and their maps from native code to IL.
    private const long Rundown = 0x8 | 0x10 | 0x20000;
    private const int RuntimeMegabytes = 256;

    // The first that lists what it is asked to list; those before list everything or nothing.
    private const int FirstWithChoice = 9;

    /// <summary>What the runtime of the other process is asked for.</summary>
    /// <param name="majorVersion">Its version.</param>
    public static EventPipeSessionConfiguration ConfigurationFor(int majorVersion)
    {
        EventPipeProvider[] providers = [new(WallSamples.Provider, EventLevel.Informational)];
        return majorVersion >= FirstWithChoice
            ? new EventPipeSessionConfiguration(providers, RuntimeMegabytes, Rundown, requestStackwalk: true)
            : new EventPipeSessionConfiguration(providers, RuntimeMegabytes, requestRundown: true, requestStackwalk: true);
    }

    /// <summary>Reads the stream twice.</summary>
    /// <param name="events">The whole stream, from its beginning; it can be set back.</param>
    /// <param name="profile">Takes the profile; left open.</param>
    /// <param name="startTime">When the recording began.</param>
    /// <param name="duration">How long it took.</param>
    /// <param name="windows">Length of the windows of time; null for none.</param>
    /// <exception cref="FormatException">It is no event stream.</exception>
    public static void Write(Stream events, Stream profile, DateTimeOffset startTime, TimeSpan duration, TimeSpan? windows = null)
    {
        MethodRundown rundown = MethodRundown.Read(events);
        events.Position = 0;
        RundownSource source = new(() => rundown.Table, TimeProvider.System);
        using ManagedSymbols managed = new(new RundownMethods(source), new SourceLines(new RundownMaps(source)));
        Symbolizer symbols = new(managed, managed);
        WallSamples samples = new(WallSamples.CounterOf(symbols, static (_, _) => 0, windows), symbols, Translate, windows);
        NettraceReader reader = new(events, samples);
        reader.ReadToEnd();
        new ProfileContent
        {
            Counter = samples.Counter,
            Mappings = [],
            Types = WallSamples.Types,
            PeriodType = WallSamples.Types[^1],
            Period = samples.MeanInterval,
            StartTime = startTime,
            Duration = duration,
            DocumentationPage = "cpu-profile.md#where-no-timer-runs",
            Comments = new WallComments(samples, reader.Lost, rundown.Fault, null, null).All,
        }.WriteTo(profile);
    }

    private static int Translate(ReadOnlySpan<ulong> stack, Span<CodeAddress> frames)
    {
        int count = Math.Min(stack.Length, frames.Length - 1);
        for (int i = 0; i < count; i++)
        {
            frames[i] = CodeAddress.Managed(i == 0 ? stack[i] : stack[i] - 1);
        }

        return count;
    }
}
