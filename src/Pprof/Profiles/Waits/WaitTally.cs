using System.Globalization;

namespace Pprof.Profiles.Waits;

/// <summary>What is not in the profile, for its comments. <c>pprof event decoder</c> counts; any thread tells.</summary>
internal sealed class WaitTally
{
    private long _idle;
    private long _idleNanoseconds;
    private long _unpaired;

    public void Idle(long nanoseconds)
    {
        Interlocked.Increment(ref _idle);
        Interlocked.Add(ref _idleNanoseconds, nanoseconds);
    }

    public void Unpaired(long events)
    {
        if (events != 0)
        {
            Interlocked.Add(ref _unpaired, events);
        }
    }

    public IEnumerable<string> Tell()
    {
        if (Interlocked.Read(ref _idle) is > 0 and var idle)
        {
            double seconds = Interlocked.Read(ref _idleNanoseconds) / 1e9;
            yield return string.Create(
                CultureInfo.InvariantCulture, $"{idle} waits of idle threads (pool, timers, Thread.Sleep, this library), {seconds:0.###} s in all since the process began, are left out.");
        }

        if (Interlocked.Read(ref _unpaired) is > 0 and var unpaired)
        {
            yield return string.Create(
                CultureInfo.InvariantCulture, $"{unpaired} waits since the process began are left out: only their beginning or their end was seen (an exception ended them, they were under way when recording began or ended, or events were dropped).");
        }

        if (WaitFrames.NotKnownReason is { } reason)
        {
            yield return $"Idle threads are not known: {reason}.";
        }
    }
}
