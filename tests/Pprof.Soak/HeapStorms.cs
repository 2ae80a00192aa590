using System.Runtime.InteropServices;

namespace Pprof.Soak;

/// <summary>The loads that have killed profilers of the heap: objects that move, are pinned, come back from the dead, or whose types are unloaded.</summary>
internal static class HeapStorms
{
    private static readonly List<object> s_resurrected = [];

    public static Storm[] All() =>
    [
        new("small objects", SmallObjects),
        new("large objects", LargeObjects),
        new("kept objects", KeptObjects),
        new("pinned objects", PinnedObjects),
        new("finalizers", Finalizers),
        new("collections", Collections),
        new("thread churn", ThreadChurn),
        new("collectible types", CollectibleTypes),
    ];

    /// <summary>Lets go of what a storm would have let go in its next round.</summary>
    public static void Forget()
    {
        lock (s_resurrected)
        {
            s_resurrected.Clear();
        }
    }

    private static void SmallObjects()
    {
        for (int i = 0; i < 10_000; i++)
        {
            GC.KeepAlive(new string('x', Random.Shared.Next(200)));
        }
    }

    private static void LargeObjects() => GC.KeepAlive(new byte[Random.Shared.Next(85_000, 2_000_000)]);

    /// <summary>Survives some collections, and then all of it goes.</summary>
    private static void KeptObjects()
    {
        List<byte[]> kept = [];
        for (int i = 0; i < 20_000; i++)
        {
            kept.Add(new byte[Random.Shared.Next(1_000)]);
        }

        GC.KeepAlive(kept);
    }

    private static void PinnedObjects()
    {
        GCHandle[] pins = new GCHandle[200];
        for (int i = 0; i < pins.Length; i++)
        {
            pins[i] = GCHandle.Alloc(new byte[Random.Shared.Next(5_000)], GCHandleType.Pinned);
            GC.KeepAlive(GC.AllocateUninitializedArray<byte>(Random.Shared.Next(5_000), pinned: true));
        }

        Array.ForEach(pins, pin => pin.Free());
    }

    private static void Finalizers()
    {
        for (int i = 0; i < 1_000; i++)
        {
            GC.KeepAlive(new Mortal());
        }

        Forget();
    }

    private static void Collections()
    {
        switch (Random.Shared.Next(5))
        {
            case 0: GC.Collect(0); break;
            case 1: GC.Collect(1); break;
            case 2: GC.Collect(2, GCCollectionMode.Forced, blocking: false); break;
            case 3: GC.Collect(2, GCCollectionMode.Forced, blocking: true, compacting: true); break;
            default: GC.Collect(); break;
        }

        Thread.Sleep(Random.Shared.Next(20));
    }

    private static void ThreadChurn()
    {
        Thread thread = new(SmallObjects);
        thread.Start();
        thread.Join();
    }

    private static void CollectibleTypes() => CollectibleAssembly.MakeInstancesAndDrop(1_000);

    private sealed class Mortal
    {
        private readonly byte[] _payload = new byte[300];

        ~Mortal()
        {
            if (Random.Shared.Next(100) == 0)
            {
                lock (s_resurrected)
                {
                    s_resurrected.Add(this);
                }
            }

            GC.KeepAlive(_payload);
        }
    }
}
