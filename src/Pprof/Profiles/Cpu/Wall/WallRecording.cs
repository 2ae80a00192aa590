using System.Diagnostics;
using System.Diagnostics.Tracing;
using Microsoft.Diagnostics.NETCore.Client;
using Pprof.Aggregation;
using Pprof.EventPipe;
using Pprof.EventPipe.Nettrace;
using Pprof.Labels;
using Pprof.Profiles.Events;
using Pprof.Profiles.Naming;
using Pprof.Symbolization.Native;
using Pprof.Threads;

namespace Pprof.Profiles.Cpu;

/// <summary>
/// A profile of wall-clock time by the runtime's own sample profiler, for where no timer can be had: it stops all managed threads some hundred
/// times a second and tells the managed stack of each.
/// </summary>
internal sealed class WallRecording
{
    // Two seconds of a hundred threads, a thousand looks a second; allocated by the runtime as needed.
    private const int RuntimeMegabytes = 64;
    private const long MostBytesWaiting = 64L << 20;
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(10);
    private readonly ProfilingParts _parts = ProfilingParts.OfWall;
    private readonly MappingTable _mappings;
    private readonly WallSamples _samples;
    private readonly NettraceReader _reader;
    private readonly LibraryThread _decoder;
    private readonly DiagnosticsSession _session;
    private readonly DateTimeOffset _startTime;
    private readonly long _startTimestamp;
    private readonly string? _noTimers;
    private string? _fault;

    /// <param name="windows">Length of the windows of time; null for none.</param>
    /// <param name="noTimers">Why CPU time cannot be had; null when it was not asked for.</param>
    public WallRecording(TimeSpan? windows, string? noTimers)
    {
        _noTimers = noTimers;
        _mappings = new MappingTable(_parts.Images);
        EventFrames translator = new();
        _samples = new WallSamples(
            WallSamples.CounterOf(_parts.Symbols, _mappings.IdOf, windows),
            _parts.Symbols,
            (stack, frames) => translator.Translate(stack, frames, leafIsExact: true),
            windows);
        _session = DiagnosticsSession.TryStart(Configuration(), MostBytesWaiting, out string? reason)
            ?? throw new PlatformNotSupportedException($"No samples can be taken: {reason}.");
        LabelHistory.Begin();
        _startTime = DateTimeOffset.UtcNow;
        _startTimestamp = Stopwatch.GetTimestamp();
        _reader = new NettraceReader(_session.Events, _samples);
        _decoder = new LibraryThread("pprof wall samples", Decode);
        _decoder.Start();
    }

    /// <summary>Ends the sampling and gives back every resource. What it answers is written by whoever wants it.</summary>
    public ProfileContent Stop()
    {
        TimeSpan duration = Stopwatch.GetElapsedTime(_startTimestamp);
        bool isStopped = _session.TryStop(s_patience);
        _session.Dispose();
        _session.EndEvents();
        bool isDecoded = _decoder.Join(s_patience);
        LabelHistory.End();
        if (!isDecoded)
        {
            throw new IOException($"The samples could not be read within {s_patience.TotalSeconds} s. Try again, or record a shorter time.");
        }

        _fault ??= isStopped ? null : $"the runtime did not end its session within {s_patience.TotalSeconds} s";
        return Content(duration);
    }

    private static EventPipeSessionConfiguration Configuration() => new(
        [new EventPipeProvider(WallSamples.Provider, EventLevel.Informational)], RuntimeMegabytes, rundownKeyword: 0, requestStackwalk: true);

    private void Decode()
    {
        try
        {
            _reader.ReadToEnd();
        }
        catch (Exception e)
        {
            // It would end the program; what came before it is good.
            _fault = _session.HasOverflowed ? "samples came faster than they could be read" : e.Message.TrimEnd('.');
        }
    }

    private ProfileContent Content(TimeSpan duration) => new()
    {
        Counter = _samples.Counter,
        Mappings = _mappings.Mappings,
        Types = WallSamples.Types,
        PeriodType = WallSamples.Types[^1],
        Period = _samples.MeanInterval,
        StartTime = _startTime,
        Duration = duration,
        DocumentationPage = "cpu-profile.md#where-no-timer-runs",
        Comments = new WallComments(_samples, _reader.Lost, _fault, _noTimers, _parts.Shortcoming).All,
    };
}
