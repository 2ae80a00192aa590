using Pprof.Profiles.Catalog;
using Pprof.Profiles.Trace;

namespace Pprof;

/// <summary>
/// Records the runtime's own events as a <c>.nettrace</c> file, from inside the process: what <c>dotnet-trace</c> collects by default. It holds the stack of
/// each managed thread, a thousand times a second; garbage collections, exceptions, contention, compilation, the thread pool, and the
/// activities of tasks. PerfView and Visual Studio open it. <c>dotnet-trace convert</c> turns it into what speedscope.app and the trace viewer
/// of browsers show. The counterpart of Go's <c>runtime/trace</c>.
/// </summary>
/// <remarks>
/// A trace stops all managed threads a thousand times a second. A busy program lost a tenth of its throughput to it, and a hundredth to
/// a <see cref="CpuProfile"/>. At its end the runtime lists all methods. It ends the process when it unloads an assembly meanwhile, so a trace is refused
/// while the process has collectible assemblies; those that it loads while a trace is recorded should not be unloaded before the trace has ended.
/// </remarks>
public static class EventTrace
{
    private static int s_running;

    /// <summary>Records for a while, and writes to the stream as the events come.</summary>
    /// <param name="stream">Written to asynchronously. Left open.</param>
    /// <param name="duration">More than zero, less than 24 days.</param>
    /// <param name="cancellationToken">Ends the recording. A part of the trace may have been written; readers say that it was cut off.</param>
    /// <exception cref="ArgumentNullException"><paramref name="stream"/> is null.</exception>
    /// <exception cref="ArgumentException"><paramref name="stream"/> cannot be written to.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="duration"/> is not positive, or too long.</exception>
    /// <exception cref="InvalidOperationException">A trace is being recorded: a process has one at a time.</exception>
    /// <exception cref="PlatformNotSupportedException">The runtime opens no event session, or the process has loaded collectible assemblies; the message says what to do.</exception>
    /// <exception cref="IOException">The stream was slower than the events for so long that the buffer of 256 MB was full, or the runtime did not end the session.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    /// <exception cref="Exception">Whatever the stream threw.</exception>
    public static async Task WriteToAsync(Stream stream, TimeSpan duration, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(stream);
        RecordingTime.EnsureValid(duration);
        if (!stream.CanWrite)
        {
            throw new ArgumentException("The stream is closed or read-only; pass one that can be written to.", nameof(stream));
        }

        if (Interlocked.Exchange(ref s_running, 1) != 0)
        {
            throw new InvalidOperationException("A trace is being recorded, and a process records one at a time. Wait until it has ended.");
        }

        try
        {
            await TraceRecorder.RecordAsync(stream, duration, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            Volatile.Write(ref s_running, 0);
        }
    }
}
