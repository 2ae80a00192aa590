namespace Pprof.Recording;

/// <summary>The profiles every process has.</summary>
internal static class PredefinedProfiles
{
    public static IEnumerable<Profile> All =>
    [
        new Profile(HeapSource.HeapName, HeapSource.Heap),
        new Profile(HeapSource.AllocationsName, HeapSource.Allocations),
        new Profile(GoroutineProfile.Name, new GoroutineProfile()),
        new Profile(WaitProfile.Block.Name, WaitProfile.Block),
        new Profile(WaitProfile.Mutex.Name, WaitProfile.Mutex),
        new Profile(ThreadStarts.Name, ThreadStarts.Shared),
        new Profile(ThrownExceptions.Name, ThrownExceptions.Shared),
    ];
}
