using Pprof.EventPipe.Hub;

namespace Pprof.Tests.EventPipe;

/// <summary>Counts events and frames, and what the thread has allocated since events of all threads had come.</summary>
/// <param name="measureFrom">The first event from which on it looks for those threads.</param>
/// <param name="threads">How many there are. A thread that has just been met costs an entry in the reader's table.</param>
internal sealed class CountingSink(int measureFrom = int.MaxValue, int threads = 1) : IEventSink
{
    private readonly HashSet<ulong> _threads = new(threads);
    private long _allocatedAtFirst;

    public int Events { get; private set; }

    public int Frames { get; private set; }

    /// <summary>Bytes allocated after the first event of the last thread.</summary>
    public long Allocated { get; private set; }

    /// <summary>Events over which that was measured.</summary>
    public int Measured { get; private set; }

    public void OnEvent(in StackedEvent stackedEvent)
    {
        Events++;
        Frames += stackedEvent.Stack.Length;
        if (Events >= measureFrom)
        {
            Measure(stackedEvent.ThreadId);
        }
    }

    private void Measure(ulong thread)
    {
        if (_threads.Count < threads)
        {
            _threads.Add(thread);
            _allocatedAtFirst = GC.GetAllocatedBytesForCurrentThread();
        }
        else
        {
            Measured++;
            Allocated = GC.GetAllocatedBytesForCurrentThread() - _allocatedAtFirst;
        }
    }
}
