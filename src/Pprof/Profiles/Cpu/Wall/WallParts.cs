using Pprof.Profiles.Naming;

namespace Pprof.Profiles.Cpu;

/// <summary>
/// Profiles of wall-clock time, one after the other. A process takes one at a time: all managed threads are stopped for
/// each of its looks, so two would
/// cost twice and show the same. Between two parts the runtime ends a session and begins another, some tenths of a
/// second.
/// </summary>
internal sealed class WallParts : ICpuRecording
{
    private static int s_running;

    private readonly TimeSpan? _windows;
    private readonly string? _noTimers;
    private WallRecording? _part;

    /// <param name="windows">As of <see cref="WallRecording"/>.</param>
    /// <param name="noTimers">As of <see cref="WallRecording"/>.</param>
    public WallParts(TimeSpan? windows, string? noTimers)
    {
        if (Interlocked.Exchange(ref s_running, 1) != 0)
        {
            throw new InvalidOperationException(
                "A recording by CpuProfileEngine.EventPipe is being taken, and a process has one at a time. Stop it first, or use CpuProfileEngine.Timers.");
        }

        _windows = windows;
        _noTimers = noTimers;
        try
        {
            Begin();
        }
        catch
        {
            Volatile.Write(ref s_running, 0);
            throw;
        }
    }

    public void StopAndWrite(Stream stream)
    {
        try
        {
            End().WriteTo(stream);
        }
        finally
        {
            Volatile.Write(ref s_running, 0);
        }
    }

    public void WritePart(Stream stream)
    {
        ProfileContent content = End();
        Begin();
        content.WriteTo(stream);
    }

    public void Abandon() => StopAndWrite(Stream.Null);

    private ProfileContent End()
    {
        WallRecording part = _part ?? throw new InvalidOperationException("The recording could not go on after its last part. Start a new one.");
        _part = null;
        return part.Stop();
    }

    // When it fails the turn is kept until the recording is stopped.
    private void Begin() => _part = new WallRecording(_windows, _noTimers);
}
