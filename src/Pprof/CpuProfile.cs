using Pprof.Profiles.Cpu;
using Pprof.Telemetry;

namespace Pprof;

/// <summary>
/// Where the process spends CPU time: every thread, managed, runtime and native code. The counterpart of
/// <c>StartCPUProfile</c> and <c>StopCPUProfile</c> of Go's <c>runtime/pprof</c>. All members may be called from any
/// thread at any time. A process has one such profile at a time; for several beside one another, or one that goes on for as long as the
/// process, see <see cref="CpuRecording"/>.
/// </summary>
/// <example>
/// <code>
/// using (FileStream file = File.Create("cpu.pb.gz"))
/// using (CpuProfile.Start(file))
/// {
///     Work();
/// }
/// </code>
/// </example>
public static class CpuProfile
{
    /// <summary>
    /// Held while a profile is started, and while one is stopped and written: whoever calls Start or Stop meanwhile waits.
    /// </summary>
    private static readonly Lock Gate = new();

    private static volatile CpuProfileSession? s_running;

    /// <summary>True when <see cref="Start"/> can take samples here.</summary>
    public static bool IsSupported => NotSupportedReason is null;

    /// <summary>What is missing and what to do about it, when <see cref="IsSupported"/> is false; else null.</summary>
    public static string? NotSupportedReason => CpuRecorder.WhyNotSupported(CpuProfileEngine.Auto);

    /// <summary>True between <see cref="Start"/> and the end of sampling.</summary>
    public static bool IsRunning => s_running is not null;

    /// <summary>
    /// Starts sampling. Nothing is written to <paramref name="stream"/> before the profile is stopped; it is left open.
    /// </summary>
    /// <param name="stream">Receives the profile: gzip'd <c>profile.proto</c>.</param>
    /// <param name="options">Rate and engine; null for 100 Hz and the best engine.</param>
    /// <returns>The session; disposing it stops the profile.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="stream"/> is null.</exception>
    /// <exception cref="ArgumentException"><paramref name="stream"/> cannot be written to.</exception>
    /// <exception cref="InvalidOperationException">A CPU profile is running: a process has one at a time. Or as of <see cref="CpuRecording.Start"/>.</exception>
    /// <exception cref="PlatformNotSupportedException">The engine does not run here; the message is <see cref="NotSupportedReason"/>.</exception>
    public static CpuProfileSession Start(Stream stream, CpuProfileOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(stream);
        if (!stream.CanWrite)
        {
            throw new ArgumentException("The stream is closed or read-only; pass one that can be written to.", nameof(stream));
        }

        lock (Gate)
        {
            if (IsRunning)
            {
                throw new InvalidOperationException(
                    "A CPU profile is running, and a process has one at a time. Call CpuProfile.Stop() or dispose its session first, or use CpuRecording.");
            }

            SelfReport.Ensure();
            options ??= new CpuProfileOptions();
            s_running = new CpuProfileSession(CpuRecorder.Start(options), stream);
            OwnEvents.Log.RecordingStarted($"{options.Engine}", options.Frequency, CpuRecording.RunningCount);
            return s_running;
        }
    }

    /// <summary>
    /// Stops the running profile and writes it; returns after the last byte was written. Does nothing when none runs.
    /// </summary>
    /// <exception cref="Exception">Whatever the stream threw. Sampling has stopped all the same, and the next profile can start.</exception>
    public static void Stop()
    {
        lock (Gate)
        {
            StopUnderGate(s_running);
        }
    }

    internal static void Stop(CpuProfileSession session)
    {
        lock (Gate)
        {
            StopUnderGate(s_running == session ? session : null);
        }
    }

    private static void StopUnderGate(CpuProfileSession? session)
    {
        if (session is null)
        {
            return;
        }

        // Before the profile is written: a stream that throws, or calls Stop itself, must find no profile running.
        s_running = null;
        OwnEvents.Log.RecordingEnded(CpuRecording.RunningCount);
        session.Recording.StopAndWrite(session.Stream);
    }
}
