using Pprof.Profiles.Catalog;
using Pprof.Profiles.Cpu;
using Pprof.Telemetry;

namespace Pprof;

/// <summary>
/// A recording of where the process spends CPU time that does not exclude others: any number go on at once, up to
/// <see cref="MostAtOnce"/>, each with its own
/// rate and its own end, beside <see cref="CpuProfile"/>. All members may be called from any thread at any time.
/// </summary>
/// <remarks>
/// One set of timers serves all. It runs at the highest rate that is wanted; a recording with a lower one keeps some of
/// the samples, so that
/// its total stays right. A second recording therefore costs what counting its samples costs, and not another set of
/// signals.
/// </remarks>
/// <example>
/// <code>
/// // the whole life of the process in files of a minute, without a gap
/// using CpuRecording recording = CpuRecording.Start(new CpuProfileOptions { Frequency = 19 });
/// while (await timer.WaitForNextTickAsync())
/// {
///     await using FileStream file = File.Create($"cpu-{DateTime.UtcNow:yyyyMMdd-HHmm}.pb.gz");
///     await recording.WritePartAsync(file);
/// }
/// </code>
/// </example>
public sealed class CpuRecording : IDisposable, IAsyncDisposable
{
    /// <summary>The most recordings there can be at once.</summary>
    public const int MostAtOnce = SharedSampler.MostRecordings;

    // Held while a part is taken and while it is written by the synchronous methods.
    private readonly Lock _gate = new();
    private readonly ICpuRecording _recording;
    private volatile bool _hasEnded;

    private static int s_running;

    private CpuRecording(ICpuRecording recording, CpuProfileOptions options)
    {
        _recording = recording;
        Interlocked.Increment(ref s_running);
        OwnEvents.Log.RecordingStarted($"{options.Engine}", options.Frequency, RunningCount);
    }

    /// <summary>How many recordings go on now, <see cref="CpuProfile"/> among them.</summary>
    public static int RunningCount => Volatile.Read(ref s_running) + (CpuProfile.IsRunning ? 1 : 0);

    /// <summary>True until it is stopped or disposed.</summary>
    public bool IsRunning => !_hasEnded;

    /// <summary>Starts sampling. Dispose or stop it: it goes on until then.</summary>
    /// <param name="options">Rate, labels and engine; null for 100 Hz and the best engine. Read now: later changes
    /// change nothing.</param>
    /// <exception cref="InvalidOperationException">
    /// <see cref="MostAtOnce"/> recordings are going on; or another one by <see cref="CpuProfileEngine.EventPipe"/>, of
    /// which a process has one at a time.
    /// </exception>
    /// <exception cref="PlatformNotSupportedException">The engine does not run here; the message says why and what to
    /// do.</exception>
    public static CpuRecording Start(CpuProfileOptions? options = null)
    {
        SelfReport.Ensure();
        options ??= new CpuProfileOptions();
        return new CpuRecording(CpuRecorder.Start(options), options);
    }

    /// <summary>
    /// Writes what was recorded since the start, or since the last part, and goes on recording. Every sample is in
    /// exactly one part. By
    /// <see cref="CpuProfileEngine.EventPipe"/>, some tenths of a second between two parts are in none.
    /// </summary>
    /// <param name="stream">Receives the profile: gzip'd <c>profile.proto</c>. Left open.</param>
    /// <exception cref="ArgumentNullException"><paramref name="stream"/> is null.</exception>
    /// <exception cref="ArgumentException"><paramref name="stream"/> cannot be written to.</exception>
    /// <exception cref="InvalidOperationException">The recording has ended.</exception>
    /// <exception cref="Exception">Whatever the stream threw. This part is gone, the recording goes on.</exception>
    public void WritePart(Stream stream)
    {
        EnsureWritable(stream);
        lock (_gate)
        {
            EnsureRunning();
            _recording.WritePart(stream);
        }
    }

    /// <summary>As <see cref="WritePart"/>, on a thread of the pool; the stream is written to asynchronously
    /// only.</summary>
    /// <param name="stream">Receives the profile. Left open.</param>
    /// <param name="cancellationToken">Ends the writing. A part that was taken by then is gone.</param>
    /// <exception cref="ArgumentNullException"><paramref name="stream"/> is null.</exception>
    /// <exception cref="ArgumentException"><paramref name="stream"/> cannot be written to.</exception>
    /// <exception cref="InvalidOperationException">The recording has ended.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    /// <exception cref="Exception">Whatever the stream threw.</exception>
    public Task WritePartAsync(Stream stream, CancellationToken cancellationToken = default)
    {
        EnsureWritable(stream);
        return WriteAsync(WritePart, stream, cancellationToken);
    }

    /// <summary>Ends the recording and writes what was recorded since the start, or since the last part.</summary>
    /// <param name="stream">Receives the profile: gzip'd <c>profile.proto</c>. Left open.</param>
    /// <exception cref="ArgumentNullException"><paramref name="stream"/> is null. The recording goes on, as with the
    /// next.</exception>
    /// <exception cref="ArgumentException"><paramref name="stream"/> cannot be written to.</exception>
    /// <exception cref="InvalidOperationException">The recording has ended before.</exception>
    /// <exception cref="Exception">Whatever the stream threw. The recording has ended all the same.</exception>
    public void Stop(Stream stream)
    {
        EnsureWritable(stream);
        lock (_gate)
        {
            EnsureRunning();
            End(() => _recording.StopAndWrite(stream));
        }
    }

    /// <summary>As <see cref="Stop"/>, on a thread of the pool; the stream is written to asynchronously only.</summary>
    /// <param name="stream">Receives the profile. Left open.</param>
    /// <param name="cancellationToken">Ends the writing; the recording ends all the same.</param>
    /// <exception cref="ArgumentNullException"><paramref name="stream"/> is null.</exception>
    /// <exception cref="ArgumentException"><paramref name="stream"/> cannot be written to.</exception>
    /// <exception cref="InvalidOperationException">The recording has ended before.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    /// <exception cref="Exception">Whatever the stream threw.</exception>
    public Task StopAsync(Stream stream, CancellationToken cancellationToken = default)
    {
        EnsureWritable(stream);
        return WriteAsync(Stop, stream, cancellationToken);
    }

    /// <summary>Ends the recording; what was recorded since the last part is written nowhere. Does nothing when it has
    /// ended.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            if (!_hasEnded)
            {
                End(Abandon);
            }
        }
    }

    /// <summary>As <see cref="Dispose"/>, without blocking the caller.</summary>
    public ValueTask DisposeAsync() => new(Task.Run(Dispose));

    private static async Task WriteAsync(Action<Stream> write, Stream stream, CancellationToken cancellationToken)
    {
        using ProfileBuffer profile = new(cancellationToken);
        await Task.Run(() => write(profile), CancellationToken.None).ConfigureAwait(false);
        await profile.SendAsync(stream).ConfigureAwait(false);
    }

    private void End(Action end)
    {
        _hasEnded = true;
        try
        {
            end();
        }
        finally
        {
            Interlocked.Decrement(ref s_running);
            OwnEvents.Log.RecordingEnded(RunningCount);
        }
    }

    // What ended the sampling early would be told to whoever wants the profile.
    private void Abandon()
    {
        try
        {
            _recording.Abandon();
        }
        catch (Exception)
        {
            // Nothing is left running, and nobody asked for it.
        }
    }

    private void EnsureRunning()
    {
        if (_hasEnded)
        {
            throw new InvalidOperationException("The recording has ended. Start another one by CpuRecording.Start.");
        }
    }

    private static void EnsureWritable(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        if (!stream.CanWrite)
        {
            throw new ArgumentException("The stream is closed or read-only; pass one that can be written to.", nameof(stream));
        }
    }
}
