using Pprof.EventPipe.Hub;
using Pprof.EventPipe.Nettrace;
using Pprof.Profiles.Heap;
using Pprof.Tests.Profiles.Heap.GcEvents;
using Xunit;

namespace Pprof.Tests.Profiles.Heap;

/// <summary>Events that come at the wrong time.</summary>
public sealed class AllocationTrackerTests
{
    [Fact]
    public void Event_that_comes_while_it_is_stopped_reaches_nobody()
    {
        AllocationTracker tracker = new(new EventHub());

        tracker.OnEvent(new StackedEvent(new NettraceEvent(
            new EventMetadata(1, EventSubscription.Runtime, GcPayload.AllocationSampled, "", 0), new EventHeader { ThreadId = 1, Timestamp = 1 }, GcPayload.Allocation(0x1000, 64, 1), 0), []));

        Assert.Equal(0, tracker.Lost);
    }
}
