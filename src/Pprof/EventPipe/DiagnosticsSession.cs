using System.Diagnostics;
using Microsoft.Diagnostics.NETCore.Client;
using Pprof.Threads;

namespace Pprof.EventPipe;

/// <summary>
/// An event session of the process on itself, through its own diagnostics socket. Callers' threads and one thread of its own, which opens the
/// session and then does nothing but copy bytes: while a session stops, the runtime holds a lock that it needs to create an event source, and
/// a reader that creates one (a static constructor of the base library is enough) would wait for ever.
/// </summary>
/// <remarks>
/// Every request to the runtime is made on a thread that may be left behind: the runtime does not answer while any session of the process is
/// not read by whoever opened it, and callers must not wait longer than they said. The pool is not used; it may be what is being profiled.
/// </remarks>
internal sealed class DiagnosticsSession : IDisposable
{
    private static readonly TimeSpan s_startTimeout = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan s_firstBytesTimeout = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan s_lookAgain = TimeSpan.FromMilliseconds(50);
    private readonly object _gate = new();
    private readonly ChunkPipe _pipe;
    private readonly LibraryThread _taker;
    private EventPipeSession? _session;
    private string? _refusal;
    private bool _isAbandoned;
    private bool _hasTaken;
    private volatile bool _isDisposed;

    private DiagnosticsSession(Func<EventPipeSession> open, long capacity)
    {
        _pipe = new ChunkPipe(capacity);
        Events = new ChunkPipeStream(_pipe);

        _taker = new LibraryThread("pprof events", () => OpenAndTake(open));
        _taker.Start();
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
        DiagnosticsClient client, EventPipeSessionConfiguration configuration, long capacity, out string? reason) =>
        TryStart(() => client.StartEventPipeSession(configuration), capacity, s_startTimeout, out reason);

    internal static DiagnosticsSession? TryStart(Func<EventPipeSession> open, long capacity, TimeSpan timeout, out string? reason)
    {
        DiagnosticsSession session = new(open, capacity);
        reason = session.WaitUntilOpen(timeout);
        return reason is null ? session : null;
    }

    /// <summary>Ends the session; true when the runtime has sent everything, the events of a rundown among it.</summary>
    /// <param name="timeout">How long it may take.</param>
    /// <param name="givesUp">Asked some times a second: whether to wait no longer.</param>
    public bool TryStop(TimeSpan timeout, Func<bool>? givesUp = null)
    {
        long start = Stopwatch.GetTimestamp();
        // The head of the stream comes at once. After it, everything the taker calls has been called before.
        WaitUntil(() => _hasTaken, s_firstBytesTimeout);
        bool hasStopped = false;
        LibraryThread stopper = new("pprof events stop", () => hasStopped = TryStopNow());
        stopper.Start();
        return TryJoin(stopper, start, timeout, givesUp) && hasStopped && TryJoin(_taker, start, timeout, givesUp) && !_isDisposed;
    }

    /// <summary>Waits for the end of a thread, for what is left of a time that began at a timestamp.</summary>
    /// <param name="thread">Which.</param>
    /// <param name="start">When the time began.</param>
    /// <param name="timeout">How long it is.</param>
    /// <param name="givesUp">As in <see cref="TryStop"/>.</param>
    public static bool TryJoin(LibraryThread thread, long start, TimeSpan timeout, Func<bool>? givesUp)
    {
        bool hasEnded = thread.Join(TimeSpan.Zero);
        while (!hasEnded && Left(start, timeout) is var left && left > TimeSpan.Zero && givesUp?.Invoke() is not true)
        {
            hasEnded = thread.Join(givesUp is null || left < s_lookAgain ? left : s_lookAgain);
        }

        return hasEnded;
    }

    /// <summary>What is left of a time that began at a timestamp; zero when it is over.</summary>
    public static TimeSpan Left(long start, TimeSpan timeout)
    {
        TimeSpan left = timeout - Stopwatch.GetElapsedTime(start);
        return left > TimeSpan.Zero ? left : TimeSpan.Zero;
    }

    /// <summary>Ends <see cref="Events"/> after what has come so far, for a reader that must not wait for a runtime that does not answer.</summary>
    public void EndEvents() => _pipe.Complete();

    /// <summary>Closes the socket, which also ends a session that does not stop.</summary>
    public void Dispose()
    {
        _isDisposed = true;
        _session?.Dispose();
        _taker.Join(s_firstBytesTimeout);
    }

    private static string Refusal(string cause) =>
        $"no event session can be opened on this process ({cause.TrimEnd('.')}); "
        + "DOTNET_EnableDiagnostics=0, or a temporary folder that cannot be written, switches them off";

    private string? WaitUntilOpen(TimeSpan timeout)
    {
        lock (_gate)
        {
            if (!WaitUntil(() => _session is not null || _refusal is not null, timeout))
            {
                _isAbandoned = true;
                _refusal = $"the runtime did not open an event session within {timeout.TotalSeconds:0.#} s; "
                    + "it waits for another tool that does not read its session: end that tool and try again";
            }

            return _refusal;
        }
    }

    private bool WaitUntil(Func<bool> condition, TimeSpan timeout)
    {
        long start = Stopwatch.GetTimestamp();
        lock (_gate)
        {
            while (!condition())
            {
                TimeSpan left = Left(start, timeout);
                if (left == TimeSpan.Zero)
                {
                    return false;
                }

                Monitor.Wait(_gate, left);
            }

            return true;
        }
    }

    private void OpenAndTake(Func<EventPipeSession> open)
    {
        EventPipeSession? session = TryOpen(open, out string? refusal);
        bool isWanted;
        lock (_gate)
        {
            isWanted = session is not null && !_isAbandoned;
            _session = isWanted ? session : null;
            _refusal ??= refusal;
            Monitor.PulseAll(_gate);
        }

        if (isWanted)
        {
            Take(session!.EventStream);
        }
        else
        {
            Discard(session);
        }
    }

    private static EventPipeSession? TryOpen(Func<EventPipeSession> open, out string? refusal)
    {
        try
        {
            refusal = null;
            return open();
        }
        catch (Exception e)
        {
            // Whatever it is: an exception that leaves this thread would end the program. The client's message goes on for several sentences about sockets; the first says what happened.
            refusal = Refusal(e.Message.Split(". ", 2)[0].ReplaceLineEndings(" "));
            return null;
        }
    }

    // It came when nobody waited for it any more.
    private static void Discard(EventPipeSession? late)
    {
        try
        {
            late?.Stop();
            late?.Dispose();
        }
        catch (Exception)
        {
            // The runtime ends a session whose socket is gone.
        }
    }

    private bool TryStopNow()
    {
        try
        {
            _session!.Stop();
            return true;
        }
        catch (Exception)
        {
            return false;
        }
    }

    // Only this: read, copy, hand over.
    private void Take(Stream events)
    {
        try
        {
            byte[] buffer = new byte[64 << 10];
            for (int read = events.Read(buffer); read > 0; read = events.Read(buffer))
            {
                _pipe.Write(buffer.AsSpan(0, read));
                TellTaken();
            }
        }
        catch (Exception)
        {
            // The socket was closed under the read, or there is no memory: the stream ends here, and its decoder says that it was cut off.
        }
        finally
        {
            _pipe.Complete();
            TellTaken();
        }
    }

    private void TellTaken()
    {
        lock (_gate)
        {
            _hasTaken = true;
            Monitor.PulseAll(_gate);
        }
    }
}
