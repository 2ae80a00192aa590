using Pprof.EventPipe.Hub;

namespace Pprof.Tests.EventPipe;

/// <summary>Counts events and frames, and what the thread has allocated from one event to the last.</summary>
internal sealed class CountingSink(int measureFrom = int.MaxValue) : IEventSink
{
    private long _allocatedAtFirst;

    public int Events { get; private set; }

    public int Frames { get; private set; }

    /// <summary>Bytes allocated after the event to measure from.</summary>
    public long Allocated { get; private set; }

    public void OnEvent(in StackedEvent stackedEvent)
    {
        Events++;
        Frames += stackedEvent.Stack.Length;
        if (Events == measureFrom)
        {
            _allocatedAtFirst = GC.GetAllocatedBytesForCurrentThread();
        }

        Allocated = Events >= measureFrom ? GC.GetAllocatedBytesForCurrentThread() - _allocatedAtFirst : 0;
    }
}
