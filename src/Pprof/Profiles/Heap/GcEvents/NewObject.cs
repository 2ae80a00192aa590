namespace Pprof.Profiles.Heap;

/// <summary>A sampled object where it was allocated.</summary>
/// <param name="Time">When, in nanoseconds of the monotonic clock.</param>
/// <param name="Address">Of the object; another one begins at or behind <see cref="End"/>.</param>
/// <param name="Size">Bytes.</param>
/// <param name="Number">The sink's.</param>
internal readonly record struct NewObject(ulong Time, ulong Address, ulong Size, int Number)
{
    public ulong End => Address + Size;
}
