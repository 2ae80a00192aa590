using System.Runtime.InteropServices;

namespace Pprof.Workloads.Heap;

/// <summary>Known programs: each adds objects until so many bytes are kept. All use a fixed seed.</summary>
internal static class HeapShapes
{
    public static readonly List<GCHandle> Pins = [];

    public static RetainedObjects Retain(string shape, long bytes)
    {
        RetainedObjects retained = new();
        Random random = new(1);
        Action add = Adder(shape, retained, random);
        while (retained.Bytes < bytes)
        {
            add();
        }

        return retained;
    }

    public static void Unpin()
    {
        Pins.ForEach(pin => pin.Free());
        Pins.Clear();
    }

    private static Action Adder(string shape, RetainedObjects to, Random random) => shape switch
    {
        "small" => () => Bytes(to, random.Next(0, 41)),
        "strings" => () => Text(to, random.Next(1, 500)),
        "large" => () => Bytes(to, random.Next(85_000, 2_000_000)),
        "mixture" => () => Mixture(to, random),
        "pinned" => () => Pinned(to, random.Next(1_000, 20_000)),
        "finalizable" => () => to.Add(new Finalizable(), HeapSizes.Fields(Finalizable.FieldBytes)),
        "weak" => () => Weak(to, random.Next(100, 1_000)),
        "compacted" => () => Compacted(to, random),
        _ => throw new ArgumentException($"no shape is called '{shape}'", nameof(shape)),
    };

    private static void Bytes(RetainedObjects to, int length) => to.Add(new byte[length], HeapSizes.Array(length, 1));

    private static void Text(RetainedObjects to, int length) => to.Add(new string('x', length), HeapSizes.String(length));

    // From 24 bytes to 1 MB, each size as likely as ten times that size.
    private static void Mixture(RetainedObjects to, Random random)
    {
        int length = (int)Math.Pow(10, random.NextDouble() * 6);
        switch (random.Next(4))
        {
            case 0: Text(to, length / 2); break;
            case 1: to.Add(new Finalizable(), HeapSizes.Fields(Finalizable.FieldBytes)); break;
            default: Bytes(to, length); break;
        }
    }

    private static void Pinned(RetainedObjects to, int length)
    {
        to.Add(GC.AllocateUninitializedArray<byte>(length, pinned: true), HeapSizes.Array(length, 1));
        byte[] array = new byte[length];
        Pins.Add(GCHandle.Alloc(array, GCHandleType.Pinned));
        to.Add(array, HeapSizes.Array(length, 1));
    }

    // Objects that only a weak reference knows, beside others of the same size that are kept.
    private static void Weak(RetainedObjects to, int length)
    {
        Bytes(to, length);
        to.Add(new WeakReference(new byte[length]), HeapSizes.Fields(8));
        to.Add(new WeakReference(new byte[length], trackResurrection: true), HeapSizes.Fields(8));
    }

    // Every second object is garbage, so that the kept ones move when the heap is compacted, which is now and then.
    private static void Compacted(RetainedObjects to, Random random)
    {
        for (int i = 0; i < 1000; i++)
        {
            GC.KeepAlive(new byte[random.Next(100, 2_000)]);
            Bytes(to, random.Next(100, 2_000));
        }

        if (random.Next(10) == 0)
        {
            GC.Collect(random.Next(3), GCCollectionMode.Forced, blocking: true, compacting: true);
        }
    }
}
