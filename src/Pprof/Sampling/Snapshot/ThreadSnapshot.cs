using Pprof.Interop;
using Pprof.Runtime;

namespace Pprof.Sampling;

/// <summary>
/// The stacks of many threads of this process, each at an instant of its own, without stopping the program. A thread that waits is
/// copied where it stands (<see cref="WaitingThread"/>); one that runs gets the signal on the scheduler's next tick (4 ms at HZ 250) and
/// copies its stack itself, in a few microseconds; should it begin to wait before, it gets none and is copied like the others. For the length of one call, on one thread; any number of them may be taken at the same time, also while a CPU
/// profile is. Allocates; waits for running threads; throws what the sink throws.
/// </summary>
internal sealed class ThreadSnapshot : IDisposable
{
    // Requests under way at once, each with a stack buffer of 1 MiB of address space, of which what is copied is touched: with
    // the handler's limit of 128 KiB a stack this is 8 MiB at the very most.
    private const int MostRequests = 64;

    // A thread that moves from wait to wait is copied at the second or third look.
    private const int Looks = 3;

    // Of a thread that was running and has not answered: it may wait by now. In turns of waiting for answers, a millisecond each.
    private const int TurnsBetweenLooks = 4;

    private readonly ThreadLayout _layout;
    private readonly FrameChains _chains;
    private readonly StackBounds _bounds = new();
    private readonly WaitingThread? _waiting;
    private readonly List<StackRequest> _requests = new(MostRequests);

    /// <param name="roster">Null when the runtime's threads are not described.</param>
    /// <param name="frames">Null when the runtime's Frames are not described: waiting threads are then sent the signal, which ends their wait.</param>
    /// <param name="findFrameChain">See <see cref="FrameChains"/>.</param>
    public ThreadSnapshot(ThreadRoster? roster, FrameLayout? frames, Func<int, ulong>? findFrameChain)
    {
        if (ActivationSignal.NotSupportedReason is { } reason)
        {
            throw new PlatformNotSupportedException(reason);
        }

        ActivationSignal.Install();
        _layout = roster?.Layout ?? default;
        _chains = new FrameChains(findFrameChain);
        _waiting = roster is not null && frames is not null ? new WaitingThread(roster, frames) : null;
    }

    /// <summary>Otherwise every thread is sent the signal, which ends its wait.</summary>
    public bool KernelTellsWaits { get; init; } = SystemCallFile.IsAvailable;

    /// <summary>
    /// How long to wait for the next answer of any thread. One that is ready to run answers when it gets a processor: with
    /// 1,000 of them on two processors that takes seconds, and meanwhile others answer.
    /// </summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Hands the threads to the sink, in an order of its own; those that have ended meanwhile are left out.</summary>
    public void Take(IEnumerable<RuntimeThread> threads, ISnapshotSink sink)
    {
        try
        {
            foreach (RuntimeThread thread in threads)
            {
                if (_waiting?.HasNoManagedFrame(thread) != true && !TryDeliverWaiting(thread, sink))
                {
                    Ask(thread, sink);
                }
            }

            Await(sink);
        }
        finally
        {
            EndRequests();
        }
    }

    public void Dispose()
    {
        EndRequests();
        _bounds.Dispose();
        _waiting?.Dispose();
    }

    private bool TryDeliverWaiting(in RuntimeThread thread, ISnapshotSink sink)
    {
        if (_waiting is null || !KernelTellsWaits || thread.OsId == Libc.GetThreadId())
        {
            return false;
        }

        bool mayStandStill = true;
        for (int look = 0; look < Looks && mayStandStill; look++)
        {
            if (_waiting.TryCapture(thread, out SystemCall wait, out RawStack stack))
            {
                sink.OnThread(thread, wait, stack);
                return true;
            }

            mayStandStill = wait.IsWaiting;
        }

        return false;
    }

    private void Ask(in RuntimeThread thread, ISnapshotSink sink)
    {
        if (_requests.Count == MostRequests)
        {
            Await(sink);
        }

        if (SilentThreads.HasSignalAlready(thread))
        {
            sink.OnNoAnswer(thread);
        }
        else if (StackRequest.TrySend(thread, MustInterrupt(thread), _layout, _chains, _bounds, out int refusal) is { } request)
        {
            _requests.Add(request);
        }
        else if (refusal != 0)
        {
            sink.OnRefused(thread, refusal);
        }
    }

    // Without a description of the runtime, or the kernel's word for who waits, there is no other way to the stack of a thread
    // that waits. The calling thread runs.
    private bool MustInterrupt(in RuntimeThread thread) =>
        thread.OsId == Libc.GetThreadId() || !KernelTellsWaits || (_waiting is null && SystemCallFile.TryRead(thread.OsId, out _));

    // Sleeps between looks after the first few: the threads that are waited for may need this very processor.
    private void Await(ISnapshotSink sink)
    {
        long lastAnswer = Environment.TickCount64;
        SpinWait spin = default;
        while (_requests.Count > 0 && Environment.TickCount64 - lastAnswer < Patience.TotalMilliseconds)
        {
            if (DeliverArrived(sink) | (spin.NextSpinWillYield && ForgetEnded()) | (IsTimeToLook(spin) && DeliverWaiting(sink)))
            {
                lastAnswer = Environment.TickCount64;
                spin.Reset();
            }
            else
            {
                spin.SpinOnce();
            }
        }

        DeliverSilent(sink);
    }

    private bool DeliverArrived(ISnapshotSink sink)
    {
        int before = _requests.Count;
        for (int i = _requests.Count - 1; i >= 0; i--)
        {
            StackRequest request = _requests[i];
            if (request.HasArrived)
            {
                sink.OnThread(request.Thread, default, request.Stack);
                EndRequest(i);
            }
        }

        return _requests.Count < before;
    }

    // A thread on its way out blocks every signal, and no answer comes of it any more. Gone first, then unanswered: what
    // it answered just before is still delivered.
    private bool ForgetEnded()
    {
        int before = _requests.Count;
        for (int i = _requests.Count - 1; i >= 0; i--)
        {
            if (HasEnded(_requests[i].Thread) && !_requests[i].HasArrived)
            {
                EndRequest(i);
            }
        }

        return _requests.Count < before;
    }

    private static bool IsTimeToLook(in SpinWait spin) => spin.NextSpinWillYield && spin.Count % TurnsBetweenLooks == 0;

    private bool DeliverWaiting(ISnapshotSink sink)
    {
        int before = _requests.Count;
        for (int i = _requests.Count - 1; i >= 0; i--)
        {
            if (TryDeliverWaiting(_requests[i].Thread, sink))
            {
                EndRequest(i);
            }
        }

        return _requests.Count < before;
    }

    private static bool HasEnded(in RuntimeThread thread) => CpuClock.Read(CpuClock.OfThread(thread.OsId)) < 0;

    // Blocks the signal, or waits where its stack tells nothing.
    private void DeliverSilent(ISnapshotSink sink)
    {
        foreach (StackRequest request in _requests)
        {
            if (!TryDeliverWaiting(request.Thread, sink) && !HasEnded(request.Thread))
            {
                SilentThreads.Add(request.Thread);
                sink.OnNoAnswer(request.Thread);
            }
        }

        EndRequests();
    }

    private void EndRequests()
    {
        while (_requests.Count > 0)
        {
            EndRequest(_requests.Count - 1);
        }
    }

    // Forgotten first: should ending it be interrupted, it must not be given back a second time.
    private void EndRequest(int index)
    {
        StackRequest request = _requests[index];
        _requests.RemoveAt(index);
        request.End();
    }
}
