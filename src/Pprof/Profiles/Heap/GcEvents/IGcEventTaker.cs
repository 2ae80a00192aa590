namespace Pprof.Profiles.Heap;

/// <summary>Takes events about collections in the order of their time.</summary>
internal interface IGcEventTaker
{
    void OnGcEvent(in GcEvent gcEvent);
}
