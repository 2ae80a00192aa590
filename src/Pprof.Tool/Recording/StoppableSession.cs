using Microsoft.Diagnostics.NETCore.Client;

namespace Pprof.Tool.Recording;

/// <summary>An event session of another process, which is read on one thread and stopped on another: the runtime sends its last events while it stops.</summary>
internal sealed class StoppableSession(EventPipeSession session) : IDisposable
{
    private int _isStopped;

    /// <summary>Reads to the end of the stream.</summary>
    public void CopyTo(SessionBytes take)
    {
        byte[] buffer = new byte[64 << 10];
        for (int read = session.EventStream.Read(buffer); read > 0; read = session.EventStream.Read(buffer))
        {
            take(buffer.AsSpan(0, read));
        }
    }

    /// <summary>Returns at once; the stream ends when everything has been sent.</summary>
    public void Stop()
    {
        if (Interlocked.Exchange(ref _isStopped, 1) == 0)
        {
            Task.Factory.StartNew(TryStop, TaskCreationOptions.LongRunning);
        }
    }

    public void Dispose()
    {
        Stop();
        session.Dispose();
    }

    private void TryStop()
    {
        try
        {
            session.Stop();
        }
        catch (Exception e) when (e is IOException or ServerNotAvailableException or ServerErrorException or ObjectDisposedException)
        {
            // The process has ended, and the stream with it.
        }
    }
}

/// <summary>Takes bytes as they come.</summary>
internal delegate void SessionBytes(ReadOnlySpan<byte> bytes);
