using System.Runtime.CompilerServices;

namespace Pprof.Workloads.HeapProfiles;

/// <summary>Allocates objects of a known kind, keeps some, and knows what it kept.</summary>
/// <param name="kind">small, strings, arrays or mixture. Of arrays half the bytes are of large objects, of 85,000 bytes and more.</param>
/// <param name="keepOneOf">Of so many objects one is kept.</param>
internal sealed class Allocator(string kind, int keepOneOf)
{
    private readonly Random _random = new(1);
    private readonly List<object> _kept = new(1 << 20);
    private long _count;

    /// <summary>Bytes of what was kept: header, type and length with the fields, rounded up to eight.</summary>
    public long KeptBytes { get; private set; }

    public void Allocate(long bytes)
    {
        for (long done = 0; done < bytes;)
        {
            object created = Create(out long size);
            done += size;
            if (++_count % keepOneOf == 0)
            {
                _kept.Add(created);
                KeptBytes += size;
            }
        }
    }

    public void Release()
    {
        _kept.Clear();
        KeptBytes = 0;
    }

    private object Create(out long size) => kind switch
    {
        "small" => Small(out size),
        "strings" => Text(_random.Next(1, 1_000), out size),
        "arrays" => Array(_random.Next(1, 13) * 10_000, out size),
        _ => _random.Next(1_000) switch
        {
            < 600 => Small(out size),
            < 990 => Text(_random.Next(1, 1_000), out size),
            _ => Array(_random.Next(1, 13) * 10_000, out size),
        },
    };

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static Node Small(out long size)
    {
        size = 96;
        return new Node();
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static string Text(int length, out long size)
    {
        size = Rounded(22 + (2 * length));
        return new string('x', length);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static byte[] Array(int length, out long size)
    {
        size = Rounded(24 + length);
        return GC.AllocateUninitializedArray<byte>(length);
    }

    private static long Rounded(long size) => (size + 7) & ~7L;

    private sealed class Node
    {
        public long A { get; set; }

        public object? B { get; set; }

        // Size: a third of the objects, which the collector has to mark, make the same number of samples.
        public (decimal First, decimal Second, decimal Third, decimal Fourth) Rest { get; set; }
    }
}
