using Pprof.Sampling;

namespace Pprof.Profiles.Cpu;

/// <summary>Chooses the engine of a CPU profile and starts it.</summary>
internal static class CpuRecorder
{
    /// <summary>Null when the engine runs here.</summary>
    public static string? WhyNotSupported(CpuProfileEngine engine)
    {
        if (engine == CpuProfileEngine.EventPipe)
        {
            return "The EventPipe engine is not part of this version. Use CpuProfileEngine.Auto.";
        }

        return CpuSampler.IsSupported(out string? reason) ? null : reason;
    }

    public static ICpuRecording Start(Stream stream, CpuProfileOptions options) =>
        WhyNotSupported(options.Engine) is { } reason
            ? throw new PlatformNotSupportedException(reason)
            : new TimerRecording(stream, options.Frequency);
}
