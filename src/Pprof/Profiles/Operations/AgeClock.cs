using System.Diagnostics;
using Pprof.Sampling;
using Pprof.Threads;

namespace Pprof.Profiles.Operations;

/// <summary>
/// Looks once a second how far the numbers of tasks have come, and which threads have run, so that <c>goroutine</c> can tell how long something waits. Switched by one
/// thread at a time; asked by any.
/// </summary>
internal sealed class AgeClock
{
    private static readonly TimeSpan s_pause = TimeSpan.FromSeconds(1);

    // With 10,000 threads a look takes some 10 ms: then it is made less often, for a five-hundredth of a processor.
    private const int CostShare = 500;

    private readonly IdLog _ids = new();
    private readonly ThreadAges _threads = new();
    private ManualResetEventSlim? _end;
    private LibraryThread? _thread;

    public static AgeClock Shared { get; } = new();

    public void Start()
    {
        ManualResetEventSlim end = new();
        _end = end;
        Look();
        try
        {
            LibraryThread thread = new("pprof ages", () => Run(end));
            thread.Start();
            _thread = thread;
        }
        catch (OutOfMemoryException)
        {
            // The process may have no more threads: ages are then unknown, and shown as none.
        }
    }

    /// <summary>Forgets everything.</summary>
    public void Stop()
    {
        if (_thread is { } thread)
        {
            _end!.Set();
            thread.Join();
            _end.Dispose();
            _thread = null;
        }

        _ids.Clear();
        _threads.Clear();
    }

    /// <summary>At least this long ago the task got its number, which is when it was first awaited, queued or suspended.</summary>
    public TimeSpan OfTask(int id) => Since(_ids.NumberedBefore(id));

    /// <summary>At least this long the thread has not run.</summary>
    public TimeSpan OfThread(int osId) => Since(_threads.StandsSince(osId));

    private void Run(ManualResetEventSlim end)
    {
        TimeSpan pause = s_pause;
        while (!end.Wait(pause))
        {
            TimeSpan cost = Look();
            pause = cost * CostShare > s_pause ? cost * CostShare : s_pause;
        }
    }

    private TimeSpan Look()
    {
        long used = CpuClock.Read(CpuClock.CurrentThread);
        long now = Stopwatch.GetTimestamp();
        _ids.Add(new TaskCompletionSource().Task.Id, now);
        _threads.Look(now);
        return TimeSpan.FromMicroseconds((CpuClock.Read(CpuClock.CurrentThread) - used) / 1000.0);
    }

    private static TimeSpan Since(long? timestamp) => timestamp is { } start ? Stopwatch.GetElapsedTime(start) : TimeSpan.Zero;
}
