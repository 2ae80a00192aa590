using Pprof.Profiles.Catalog;
using Pprof.Profiles.Trace;

namespace Pprof;

/// <summary>
/// The runtime's own events for a while, as a <c>.nettrace</c> file: what <c>dotnet-trace</c> collects by default, from inside the process. Where each managed
/// thread is, a thousand times a second, collections, exceptions, contention, compilation, thread pool, activities of tasks. PerfView and Visual Studio open it,
/// <c>dotnet-trace convert</c> turns it into what speedscope.app and the trace viewer of browsers show. The counterpart of Go's <c>runtime/trace</c>.
/// </summary>
/// <remarks>Taking it stops all managed threads for each of these looks: a tenth of the throughput of a busy program was measured to go into that, and a hundredth into a <see cref="CpuProfile"/>.</remarks>
public static class EventTrace
{
    private static int s_running;

    /// <summary>Records for a while, and writes to the stream as the events come.</summary>
    /// <param name="stream">Written to asynchronously. Left open.</param>
    /// <param name="duration">Longer than nothing, at most 24 days.</param>
    /// <param name="cancellationToken">Ends the recording; a part of the trace may have been written, which readers take for cut off.</param>
    /// <exception cref="ArgumentNullException"><paramref name="stream"/> is null.</exception>
    /// <exception cref="ArgumentException"><paramref name="stream"/> cannot be written to.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="duration"/> is not positive, or too long.</exception>
    /// <exception cref="InvalidOperationException">A trace is being recorded: a process has one at a time.</exception>
    /// <exception cref="PlatformNotSupportedException">The process has no event session to offer; the message says what may have switched it off.</exception>
    /// <exception cref="IOException">The stream took the bytes more slowly than the events came, for longer than can be made up for.</exception>
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
