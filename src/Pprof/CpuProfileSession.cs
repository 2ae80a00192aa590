using Pprof.Profiles.Cpu;

namespace Pprof;

/// <summary>A running CPU profile. Disposing it stops the profile and writes it.</summary>
public sealed class CpuProfileSession : IDisposable, IAsyncDisposable
{
    internal CpuProfileSession(ICpuRecording recording, Stream stream) => (Recording, Stream) = (recording, stream);

    internal ICpuRecording Recording { get; }

    internal Stream Stream { get; }

    /// <summary>
    /// Stops this profile as <see cref="CpuProfile.Stop()"/> does. When it was stopped before, does nothing, also while
    /// another profile runs.
    /// </summary>
    /// <exception cref="Exception">Whatever the stream threw while the profile was written to it.</exception>
    public void Dispose() => CpuProfile.Stop(this);

    /// <summary>
    /// As <see cref="Dispose"/>, without blocking the caller: sampling is stopped and the profile written by a thread of the
    /// thread pool, with synchronous writes.
    /// </summary>
    /// <exception cref="Exception">Whatever the stream threw while the profile was written to it.</exception>
    public ValueTask DisposeAsync() => new(Task.Run(Dispose));
}
