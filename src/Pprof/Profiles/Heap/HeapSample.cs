namespace Pprof.Profiles.Heap;

/// <summary>A sample whose liveness is followed.</summary>
/// <param name="Bucket">Where it is counted.</param>
/// <param name="Size">Bytes of the object.</param>
/// <param name="Timestamp">When it was allocated, in nanoseconds of the monotonic clock.</param>
internal readonly record struct HeapSample(int Bucket, long Size, long Timestamp);
