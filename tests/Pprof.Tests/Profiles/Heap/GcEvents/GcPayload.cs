using System.Buffers.Binary;
using System.Text;

namespace Pprof.Tests.Profiles.Heap.GcEvents;

/// <summary>Payloads as the runtime lays them out.</summary>
internal static class GcPayload
{
    public const int AllocationSampled = 303;

    /// <summary>The sample's number is the name of its type.</summary>
    public static byte[] Allocation(ulong address, ulong size, long sample) =>
        [.. Bytes(0u), 0, 0, .. Bytes(0x7000UL), .. Encoding.Unicode.GetBytes($"{sample}\0"), .. Bytes(address), .. Bytes(size), .. Bytes(0UL)];

    public static byte[] Start(int number, int generation, int type = 0) =>
        [.. Bytes((uint)number), .. Bytes((uint)generation), .. Bytes(0u), .. Bytes((uint)type), 0, 0, .. Bytes(0UL)];

    public static byte[] End(int number, int generation) => [.. Bytes((uint)number), .. Bytes((uint)generation), 0, 0];

    /// <summary>Of version 2. What survived stands in the place of the youngest generation; the runtime tells of all five.</summary>
    public static byte[] Statistics(ulong survived) => Statistics(survived, 0, 0, 0, 0);

    public static byte[] Statistics(params ulong[] survived) =>
    [
        .. survived[..4].SelectMany(one => (byte[])[.. Bytes(one + 1000), .. Bytes(one)]),
        .. Bytes(77UL), .. Bytes(7UL), .. Bytes(1u), .. Bytes(2u), .. Bytes(3u), 0, 0,
        .. Bytes(survived[4] + 1000), .. Bytes(survived[4]),
    ];

    public static byte[] Range(int generation, ulong start, ulong used, ulong reserved) =>
        [(byte)generation, .. Bytes(start), .. Bytes(used), .. Bytes(reserved), 0, 0];

    public static byte[] Surviving(int index, params IReadOnlyList<(ulong Start, ulong Length)> ranges) =>
        [.. Bytes((uint)index), .. Bytes((uint)ranges.Count), 0, 0, .. ranges.SelectMany(one => (byte[])[.. Bytes(one.Start), .. Bytes(one.Length)])];

    public static byte[] Moved(int index, params IReadOnlyList<(ulong Old, ulong New, ulong Length)> ranges) =>
    [
        .. Bytes((uint)index), .. Bytes((uint)ranges.Count), 0, 0,
        .. ranges.SelectMany(one => (byte[])[.. Bytes(one.Old), .. Bytes(one.New), .. Bytes(one.Length)]),
    ];

    public static byte[] Restart() => [0, 0];

    private static byte[] Bytes(uint value)
    {
        byte[] bytes = new byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, value);
        return bytes;
    }

    private static byte[] Bytes(ulong value)
    {
        byte[] bytes = new byte[sizeof(ulong)];
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, value);
        return bytes;
    }
}
