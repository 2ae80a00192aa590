namespace Pprof.Recording;

/// <summary>Chooses the engine of a CPU profile and starts it.</summary>
internal static class CpuRecorder
{
    public static string? WhyNotSupported(CpuProfileEngine engine) =>
        $"The CPU engine '{engine}' is not part of this build.";

    public static ICpuRecording Start(Stream stream, CpuProfileOptions options) =>
        throw new PlatformNotSupportedException(WhyNotSupported(options.Engine));
}
