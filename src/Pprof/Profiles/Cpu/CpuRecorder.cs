using Pprof.Sampling;
using Pprof.Telemetry;

namespace Pprof.Profiles.Cpu;

/// <summary>Chooses the engine of a CPU profile and starts it.</summary>
internal static class CpuRecorder
{
    private static readonly string[] s_switches = ["DOTNET_EnableDiagnostics", "DOTNET_EnableDiagnostics_IPC"];

    /// <summary>Null when the engine runs here.</summary>
    public static string? WhyNotSupported(CpuProfileEngine engine) => engine switch
    {
        CpuProfileEngine.Timers => WhyNoTimers(),
        CpuProfileEngine.EventPipe => WhyNoEvents(),
        _ => WhyNoTimers() is { } timers && WhyNoEvents() is { } events ? $"{timers} Nor can the runtime's own sampler be used: {events}" : null,
    };

    public static ICpuRecording Start(CpuProfileOptions options)
    {
        if (WhyNotSupported(options.Engine) is { } reason)
        {
            OwnEvents.Log.KindRefused("CPU time", reason);
            throw new PlatformNotSupportedException(reason);
        }

        string? noTimers = options.Engine == CpuProfileEngine.EventPipe ? null : WhyNoTimers();
        bool hasTimers = options.Engine != CpuProfileEngine.EventPipe && noTimers is null;
        return hasTimers ? new TimerRecording(options) : new WallParts(options.TimeWindows, noTimers);
    }

    private static string? WhyNoTimers() => CpuSampler.IsSupported(out string? reason) ? null : reason;

    // What can be told without opening a session; whether one opens is found out at Start.
    private static string? WhyNoEvents() =>
        s_switches.FirstOrDefault(name => Environment.GetEnvironmentVariable(name) is "0" or "0x0") is { } name
            ? $"Diagnostics are switched off by {name}=0, and the EventPipe engine needs them. Remove it from the environment."
            : null;
}
