using Pprof.Images;

namespace Pprof.Runtime;

/// <summary>
/// The runtime's hash map from the first instruction of ready-to-run code to its MethodDesc. It holds a method from the
/// moment it was first prepared to run, so it knows every method that can be on a stack, and no funclet: a funclet is
/// recognised by not being in it. Open addressing over buckets of four keys and four values; the word at the front of the
/// first bucket is the number of buckets after it. Any thread; neither allocates nor throws.
/// </summary>
internal sealed class EntryPointMap(CodeLayout.ReadyToRunLayout layout)
{
    // The top bit of a bucket's first value says that a search may have to go on behind this bucket.
    private const ulong CollisionBit = 1UL << 63;

    /// <summary>MethodDesc of the method whose code begins at <paramref name="entryPoint"/>, or 0.</summary>
    public ulong Find(ulong readyToRunInfo, ulong entryPoint)
    {
        ulong map = readyToRunInfo + (ulong)layout.EntryPoints;
        if (!SafeMemory.TryRead(map + (ulong)layout.Buckets, out ulong buckets) || !SafeMemory.TryRead(buckets, out uint size) || size < 2)
            return 0;
        ulong first = buckets + (ulong)layout.BucketSize;
        uint probe = (uint)(entryPoint >> 2);
        uint increment = 1 + ((uint)(entryPoint >> 5) + 1) % (size - 1);
        for (uint i = 0; i < size; i++, probe += increment)
        {
            ulong value = FindInBucket(first + probe % size * (ulong)layout.BucketSize, entryPoint, out bool goOn);
            if (value != 0 || !goOn)
                return value;
        }

        return 0;
    }

    private ulong FindInBucket(ulong address, ulong key, out bool goOn)
    {
        goOn = false;
        if (!RuntimeRecord.TryRead(address, stackalloc byte[layout.BucketSize], out RuntimeRecord bucket))
            return 0;
        goOn = (bucket.Pointer(layout.BucketValues) & CollisionBit) != 0;
        for (int slot = 0; slot < layout.SlotsPerBucket; slot++)
        {
            // Values are kept shifted right by one, which makes room for the mark.
            if (bucket.Pointer(layout.BucketKeys + slot * sizeof(ulong)) == key)
                return (bucket.Pointer(layout.BucketValues + slot * sizeof(ulong)) & layout.ValueMask) << 1;
        }

        return 0;
    }
}
