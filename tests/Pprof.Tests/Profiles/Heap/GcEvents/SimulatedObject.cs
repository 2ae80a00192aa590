namespace Pprof.Tests.Profiles.Heap.GcEvents;

/// <summary>An object of the simulated heap.</summary>
internal sealed class SimulatedObject(ulong address, ulong size, long? sample)
{
    public ulong Address { get; set; } = address;

    public ulong Size => size;

    /// <summary>Tells it from all others; null when its allocation was not sampled.</summary>
    public long? Sample => sample;

    public bool IsReachable { get; set; } = true;

    public ulong End => Address + Size;
}
