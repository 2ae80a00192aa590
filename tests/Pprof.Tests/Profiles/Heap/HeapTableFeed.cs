using Pprof.Profiles.Heap;

namespace Pprof.Tests.Profiles.Heap;

/// <summary>Plays a tracker.</summary>
internal static class HeapTableFeed
{
    public static int Allocate(this IHeapSink sink, ulong method, long size, long time = 0, string type = "System.Object", int thread = 0)
    {
        ReadOnlySpan<ulong> stack = [method, 1000];
        return sink.OnAllocation(new HeapAllocation { Stack = stack, TypeName = type, Size = size, OsThreadId = thread, Timestamp = time });
    }

    public static void BeginAnew(this HeapTable table, bool follows)
    {
        table.Announce(follows);
        table.Begin();
    }
}
