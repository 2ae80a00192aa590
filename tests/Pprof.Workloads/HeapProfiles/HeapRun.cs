using System.Globalization;
using System.Runtime;

namespace Pprof.Workloads.HeapProfiles;

/// <summary>
/// A program that allocates a known amount and keeps a part of it. It writes its heap profile while it keeps it and after it has let go, in both
/// forms, and says what was true: one <c>key value</c> for each line.
/// </summary>
internal static class HeapRun
{
    /// <param name="liveness">As of <see cref="HeapLiveness"/>.</param>
    /// <param name="kind">As of <see cref="Allocator"/>.</param>
    /// <param name="megabytes">To be allocated.</param>
    /// <param name="keepOneOf">As of <see cref="Allocator"/>.</param>
    /// <param name="folder">Where the profiles go: kept.pb.gz, kept.txt, released.pb.gz.</param>
    public static int Report(string liveness, string kind, long megabytes, int keepOneOf, string folder)
    {
        Profiling.HeapLiveness = Enum.Parse<HeapLiveness>(liveness);
        Allocator allocator = new(kind, keepOneOf);
        allocator.Allocate(1 << 20);
        allocator.Release();
        Profiling.Enable(ProfileKinds.Heap);
        if (Profiling.NotEnabledReason(ProfileKinds.Heap) is { } reason)
        {
            Console.WriteLine(reason);
            return 1;
        }

        long before = GC.GetTotalAllocatedBytes(precise: true);
        AllocateInPieces(allocator, megabytes);
        long allocated = GC.GetTotalAllocatedBytes(precise: true) - before;
        Collect();
        Write(folder, "kept.pb.gz", 0);
        Write(folder, "kept.txt", 1);
        Say("allocated", allocated);
        Say("kept", allocator.KeptBytes);
        allocator.Release();
        Collect();
        Write(folder, "released.pb.gz", 0);
        GC.KeepAlive(allocator);
        return 0;
    }

    // Writing waits for all events: on a machine that is busy with other things they might come faster than they are read, and be lost. Those of a
    // piece, 5,000, are one megabyte; all ways have room for four times as much and more.
    private static void AllocateInPieces(Allocator allocator, long megabytes)
    {
        const long Piece = 500;
        for (long done = 0; done < megabytes; done += Piece)
        {
            using (ProfileLabels.Push("piece", "one"))
            {
                allocator.Allocate(Math.Min(Piece, megabytes - done) << 20);
            }

            Profile.Lookup("heap")!.WriteTo(Stream.Null);
        }
    }

    private static void Collect()
    {
        GCSettings.LargeObjectHeapCompactionMode = GCLargeObjectHeapCompactionMode.CompactOnce;
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
    }

    private static void Write(string folder, string name, int debug)
    {
        using FileStream file = File.Create(Path.Combine(folder, name));
        Profile.Lookup("heap")!.WriteTo(file, debug);
    }

    private static void Say(string key, long value) => Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{key} {value}"));
}
