using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Pprof.Soak.Sleepers;

/// <summary>A thread that makes one call again and again and computes nothing.</summary>
internal sealed partial class Sleeper
{
    /// <summary>Of one wait.</summary>
    public const int Milliseconds = 200;

    private readonly Thread _thread;
    private volatile bool _end;

    public Sleeper(SleepingCall call)
    {
        Call = call;
        _thread = new Thread(Run) { IsBackground = true };
        _thread.Start();
    }

    public SleepingCall Call { get; }

    /// <summary>The kernel's id; 0 until the thread runs.</summary>
    public int ThreadId { get; private set; }

    public int Calls { get; private set; }

    public int Interrupted { get; private set; }

    /// <summary>By how much the longest call was longer than asked for.</summary>
    public TimeSpan LongestOvershoot { get; private set; }

    /// <summary>False when the last call does not end.</summary>
    public bool End(TimeSpan patience)
    {
        _end = true;
        return _thread.Join(patience);
    }

    private void Run()
    {
        Func<int, bool> wait = Call.Make();
        ThreadId = gettid();
        // The first call compiles what it needs.
        wait(1);
        while (!_end)
        {
            Count(wait);
        }
    }

    private void Count(Func<int, bool> wait)
    {
        long start = Stopwatch.GetTimestamp();
        bool wasShort = wait(Milliseconds);
        TimeSpan overshoot = Stopwatch.GetElapsedTime(start) - TimeSpan.FromMilliseconds(Milliseconds);
        Calls++;
        Interrupted += wasShort ? 1 : 0;
        LongestOvershoot = overshoot > LongestOvershoot ? overshoot : LongestOvershoot;
    }

    [LibraryImport("libc")]
    private static partial int gettid();
}
