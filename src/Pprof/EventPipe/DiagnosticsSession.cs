using Microsoft.Diagnostics.NETCore.Client;

namespace Pprof.EventPipe;

/// <summary>
/// An event session of the process on itself, through its own diagnostics socket. Callers' threads and one thread of its own, which does nothing
/// but copy bytes: while a session stops, the runtime holds a lock that it needs to create an event source, and a reader that
/// creates one (a static constructor of the base library is enough) would wait for ever.
/// </summary>
internal sealed class DiagnosticsSession : IDisposable
{
    private static readonly TimeSpan s_startTimeout = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan s_firstBytesTimeout = TimeSpan.FromSeconds(2);
    private readonly EventPipeSession _session;
    private readonly ManualResetEventSlim _hasTaken = new();
    private readonly ChunkPipe _pipe;
    private readonly Thread _taker;

    private DiagnosticsSession(EventPipeSession session, long capacity)
    {
        _session = session;
        _pipe = new ChunkPipe(capacity);
        Events = new ChunkPipeStream(_pipe);
        _taker = new Thread(Take) { IsBackground = true, Name = "pprof events" };
        _taker.UnsafeStart();
    }

    /// <summary>The event stream, to be decoded on another thread than this session's. Ends when the session does.</summary>
    public Stream Events { get; }

    /// <summary>More bytes came than the capacity holds while nobody decoded them.</summary>
    public bool HasOverflowed => _pipe.HasOverflowed;

    /// <summary>Null with a reason where the process has no diagnostics socket or does not answer on it.</summary>
    /// <param name="configuration">Providers, rundown and the runtime's buffer.</param>
    /// <param name="capacity">Bytes kept for the decoder.</param>
    /// <param name="reason">What is missing, and what may have switched it off.</param>
    public static DiagnosticsSession? TryStart(EventPipeSessionConfiguration configuration, long capacity, out string? reason) =>
        TryStart(new DiagnosticsClient(Environment.ProcessId), configuration, capacity, out reason);

    internal static DiagnosticsSession? TryStart(
        DiagnosticsClient client, EventPipeSessionConfiguration configuration, long capacity, out string? reason)
    {
        try
        {
            using CancellationTokenSource timeout = new(s_startTimeout);
            EventPipeSession session = client.StartEventPipeSessionAsync(configuration, timeout.Token).GetAwaiter().GetResult();
            reason = null;
            return new DiagnosticsSession(session, capacity);
        }
        catch (Exception e) when (IsDiagnosticsFault(e))
        {
            reason = $"no event session can be opened on this process ({e.Message.TrimEnd('.')}); "
                + "DOTNET_EnableDiagnostics=0, or a temporary folder that cannot be written, switches them off";
            return null;
        }
    }

    /// <summary>Ends the session; true when the runtime has sent everything, the events of a rundown among it.</summary>
    public bool TryStop(TimeSpan timeout)
    {
        try
        {
            // The head of the stream comes at once. After it, everything the taker calls has been called before.
            _hasTaken.Wait(s_firstBytesTimeout);
            using CancellationTokenSource cancel = new(timeout);
            _session.StopAsync(cancel.Token).GetAwaiter().GetResult();
            return _taker.Join(timeout);
        }
        catch (Exception e) when (IsDiagnosticsFault(e))
        {
            return false;
        }
    }

    /// <summary>Closes the socket, which also ends a session that does not stop.</summary>
    public void Dispose()
    {
        _session.Dispose();
        _taker.Join(s_firstBytesTimeout);
        _hasTaken.Dispose();
    }

    private static bool IsDiagnosticsFault(Exception e) =>
        e is DiagnosticsClientException or IOException or OperationCanceledException or TimeoutException or ObjectDisposedException
            or UnauthorizedAccessException or System.Net.Sockets.SocketException or InvalidOperationException;

    // Only this: read, copy, hand over.
    private void Take()
    {
        byte[] buffer = new byte[64 << 10];
        try
        {
            for (int read = _session.EventStream.Read(buffer); read > 0; read = _session.EventStream.Read(buffer))
            {
                _pipe.Write(buffer.AsSpan(0, read));
                _hasTaken.Set();
            }
        }
        catch (Exception e) when (IsDiagnosticsFault(e))
        {
            // The socket was closed under the read: the stream ends here, and its decoder says that it was cut off.
        }

        _pipe.Complete();
        _hasTaken.Set();
    }
}
