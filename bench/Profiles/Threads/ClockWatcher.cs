using System.Diagnostics;

namespace Profiles.Threads;

/// <summary>A thread that reads the clock without pause: the longest time between two readings is how long it did not run.</summary>
internal sealed class ClockWatcher : IDisposable
{
    private readonly Thread _thread;
    private long _longest;
    private volatile bool _end;

    public ClockWatcher()
    {
        _thread = new Thread(Run) { IsBackground = true };
        _thread.Start();
    }

    /// <summary>Longest pause since the last question.</summary>
    public double TakeMicroseconds() => Stopwatch.GetElapsedTime(0, Interlocked.Exchange(ref _longest, 0)).TotalMicroseconds;

    public void Dispose()
    {
        _end = true;
        _thread.Join();
    }

    private void Run()
    {
        long last = Stopwatch.GetTimestamp();
        while (!_end)
        {
            long now = Stopwatch.GetTimestamp();
            if (now - last > Volatile.Read(ref _longest))
            {
                Interlocked.Exchange(ref _longest, now - last);
            }

            last = now;
        }
    }
}
