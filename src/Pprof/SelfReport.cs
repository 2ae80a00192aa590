using System.Diagnostics.Metrics;
using Pprof.Copies;
using Pprof.Profiles;
using Pprof.Profiles.Cpu;
using Pprof.Telemetry;

namespace Pprof;

// The metrics of the library itself, the Meter "Pprof", and what its events tell of its state. Begins with the first use of
// the library; costs nothing while nobody reads. Any thread. No documentation comment: it stands among the public types, whose
// comments are all that goes into the package.
internal static class SelfReport
{
    private const double NanosecondsPerSecond = 1e9;

    private static readonly ProfileKinds[] s_kinds = [.. Enum.GetValues<ProfileKinds>().Where(kind => kind != ProfileKinds.None)];

    private static readonly Meter s_meter = Begin();

    // Does nothing but the first time.
    public static void Ensure() => _ = s_meter;

    private static Meter Begin()
    {
        Meter meter = new("Pprof", typeof(SelfReport).Assembly.GetName().Version?.ToString(3));
        meter.CreateObservableUpDownCounter("pprof.cpu.recordings", () => CpuRecording.RunningCount, "{recording}", "CPU recordings going on.");
        meter.CreateObservableCounter("pprof.cpu.samples", () => OwnCounts.Samples, "{sample}", "Samples of CPU time.");
        meter.CreateObservableCounter(
            "pprof.cpu.sampled_time", () => OwnCounts.SampledNanoseconds / NanosecondsPerSecond, "s", "CPU time that the samples stand for.");
        meter.CreateObservableCounter("pprof.cpu.lost_time", ReadLosses, "s", "CPU time without a sample, by cause.");
        meter.CreateObservableCounter(
            "pprof.cpu.own_time", () => SharedSampler.ReadTotal().OwnNanoseconds / NanosecondsPerSecond, "s", "CPU time of the threads that take and count samples.");
        meter.CreateObservableGauge("pprof.kind.enabled", ReadKinds, "1", "1 for each kind of recording that is on, 0 for the others.");
        OwnEvents.StateText = Describe;
        _ = OwnEvents.Log;
        return meter;
    }

    private static IEnumerable<Measurement<double>> ReadLosses()
    {
        SamplerTotal total = SharedSampler.ReadTotal();
        long known = total.UntimedNanoseconds + total.UnseenNanoseconds;
        yield return Loss(Math.Max(OwnCounts.LostNanoseconds - known, 0), "no_room");
        yield return Loss(total.UntimedNanoseconds, "no_timer");
        yield return Loss(total.UnseenNanoseconds, "short_lived_thread");
    }

    private static Measurement<double> Loss(long nanoseconds, string cause) =>
        new(nanoseconds / NanosecondsPerSecond, new KeyValuePair<string, object?>("cause", cause));

    private static IEnumerable<Measurement<int>> ReadKinds() => s_kinds.Select(kind => new Measurement<int>(
        Profiling.Enabled.HasFlag(kind) ? 1 : 0, new KeyValuePair<string, object?>("kind", kind.ToString())));

    private static string Describe() => string.Join('\n', Lines());

    private static IEnumerable<string> Lines()
    {
        yield return $"Pprof {typeof(SelfReport).Assembly.GetName().Version?.ToString(3)}, copy {LibraryCopies.Number}.";
        yield return CpuProfile.NotSupportedReason is { } no ? $"CPU profiles: not here. {no}" : "CPU profiles: possible.";
        yield return CpuRecorder.WhyNotSupported(CpuProfileEngine.Timers) is { } none ? $"Timers: not here. {none}" : "Timers: possible.";
        yield return $"CPU recordings going on: {CpuRecording.RunningCount}; samples since the process began: {OwnCounts.Samples}.";
        foreach (ProfileKinds kind in s_kinds)
        {
            yield return Profiling.Enabled.HasFlag(kind)
                ? $"{kind}: is recorded."
                : $"{kind}: is not recorded. {BuiltIn.Switches.ReasonFor(kind) ?? $"Call Profiling.Enable(ProfileKinds.{kind})."}";
        }
    }
}
