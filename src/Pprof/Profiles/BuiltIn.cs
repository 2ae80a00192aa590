using Pprof.EventPipe.Hub;
using Pprof.Profiles.Catalog;
using Pprof.Profiles.Exceptions;
using Pprof.Profiles.Goroutine;
using Pprof.Profiles.GoroutineLeak;
using Pprof.Profiles.Heap;
using Pprof.Profiles.Operations;
using Pprof.Profiles.Latency;
using Pprof.Profiles.ThreadStarts;
using Pprof.Profiles.Waits;

namespace Pprof.Profiles;

/// <summary>
/// The profiles that every process has, and the switches of their recordings. The only file that knows all profiles; they do not know
/// one another.
/// </summary>
internal static class BuiltIn
{
    private static readonly ThreadStartProfile s_threadStarts = new(EventHub.Shared);
    private static readonly LatencyProfile s_latency = new(TaskSwitch.Shared);
    private static readonly ThrownExceptions s_exceptions = new(EventHub.Shared);

    public static HeapRecording Heap { get; } = new(new HeapTrackers(EventHub.Shared).For);

    public static WaitProfile Block { get; } = new(EventHub.Shared, WaitSource.Block);

    public static WaitProfile Mutex { get; } = new(EventHub.Shared, WaitSource.Mutex);

    public static ProfileSwitches Switches { get; } =
        new(Heap, s_threadStarts, Block, Mutex, TaskSwitch.Shared, s_exceptions, s_latency);

    public static IEnumerable<Profile> Profiles =>
    [
        new Profile(HeapSource.HeapName, HeapSource.ByLive(Heap, EnableHeap)),
        new Profile(HeapSource.AllocationsName, HeapSource.ByAllocated(Heap, EnableHeap)),
        new Profile(GoroutineProfile.Name, new GoroutineProfile()),
        new Profile(GoroutineLeakProfile.Name, new GoroutineLeakProfile(TaskSwitch.Shared)),
        new Profile(Block.Name, Block),
        new Profile(Mutex.Name, Mutex),
        new Profile(ThreadStartProfile.Name, s_threadStarts),
        new Profile(ThrownExceptions.Name, s_exceptions),
        new Profile(LatencyProfile.Name, s_latency),
    ];

    private static void EnableHeap() => Switches.Enable(ProfileKinds.Heap);
}
