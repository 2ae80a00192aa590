namespace Pprof.Workloads.Heap;

/// <summary>Has a finalizer, and so outlives the collection that finds it unreachable. 80 bytes: header, type and 8 fields.</summary>
internal sealed class Finalizable
{
    public const int FieldBytes = 64;
    private static int s_finalized;
    private readonly long _a = 1;
    private readonly long _b = 2;
    private readonly long _c = 3;
    private readonly long _d = 4;
    private readonly long _e = 5;
    private readonly long _f = 6;
    private readonly long _g = 7;
    private readonly long _h = 8;

    ~Finalizable() => Interlocked.Add(ref s_finalized, (int)(_a + _b + _c + _d + _e + _f + _g + _h - 35));

    public static int Finalized => s_finalized;
}
