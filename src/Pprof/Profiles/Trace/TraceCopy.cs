using Pprof.Threads;

namespace Pprof.Profiles.Trace;

/// <summary>
/// Carries bytes from a session to a stream on a thread of its own, since the session's bytes are waited for synchronously and the thread pool may be what
/// is being looked at.
/// </summary>
internal sealed class TraceCopy
{
    private readonly TaskCompletionSource _end = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public TraceCopy(Stream events, Stream stream, CancellationToken cancellationToken) =>
        new LibraryThread("pprof trace", () => Copy(events, stream, cancellationToken)).Start();

    /// <summary>Ends when the session's bytes do, or with what the stream threw.</summary>
    public Task End => _end.Task;

    private void Copy(Stream events, Stream stream, CancellationToken cancellationToken)
    {
        try
        {
            byte[] buffer = new byte[64 << 10];
            for (int read = events.Read(buffer); read > 0; read = events.Read(buffer))
            {
                // Asynchronous for the stream's sake: servers refuse synchronous writes. This thread has nothing else to do than wait.
                stream.WriteAsync(buffer.AsMemory(0, read), cancellationToken).AsTask().GetAwaiter().GetResult();
            }

            stream.FlushAsync(cancellationToken).GetAwaiter().GetResult();
            _end.SetResult();
        }
        catch (Exception e)
        {
            _end.SetException(e);
        }
    }
}
