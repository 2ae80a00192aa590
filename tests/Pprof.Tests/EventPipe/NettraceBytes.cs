using System.Buffers.Binary;
using System.Text;

namespace Pprof.Tests.EventPipe;

/// <summary>Builds event streams by hand, for what the runtime does not write.</summary>
internal sealed class NettraceBytes
{
    private readonly List<byte> _stream = [];

    public NettraceBytes()
    {
        _stream.AddRange("Nettrace"u8);
        Int32(20);
        _stream.AddRange("!FastSerialization.1"u8);
        BeginObject("Trace", version: 4);
        _stream.AddRange(Join(FirstOfJanuary(), Int64(1), Int64(1_000_000_000), Bytes(8), Bytes(1), Bytes(1), Bytes(1_000_000)));
        _stream.Add(6);
    }

    /// <summary>The stream with its end mark.</summary>
    public byte[] End()
    {
        _stream.Add(1);
        return [.. _stream];
    }

    public NettraceBytes Block(string name, byte[] content, int leastReader = 2)
    {
        BeginObject(name, leastReader);
        Int32(content.Length);
        while (_stream.Count % 4 != 0)
        {
            _stream.Add(0);
        }

        _stream.AddRange(content);
        _stream.Add(6);
        return this;
    }

    /// <summary>A block of events with plain headers.</summary>
    public NettraceBytes PlainBlock(string name, params IEnumerable<byte[]> events) =>
        Block(name, Join([.. Bytes(20), .. Int64(0), .. Int64(0)], Join([.. events])));

    public static byte[] PlainEvent(int kind, int sequence, long thread, int stack, long time, byte[] payload)
    {
        byte[] padded = Join(payload, new byte[-payload.Length & 3]);
        byte[] content = Join(
            Bytes(kind), Bytes(sequence), Int64(thread), Int64(thread), Bytes(0), Bytes(stack), Int64(time), new byte[32], Bytes(payload.Length), padded);
        return Join(Bytes(content.Length), content);
    }

    /// <summary>Defines a kind of event that has no fields.</summary>
    public static byte[] Definition(int kind, string provider, int eventId, string name) => Join(
        Bytes(kind), Text(provider), Bytes(eventId), Text(name), Int64(0), Bytes(0), Bytes(4), Bytes(0));

    public static byte[] Stacks(int firstId, params IEnumerable<ulong[]> stacks)
    {
        ulong[][] all = [.. stacks];
        return Join(Bytes(firstId), Bytes(all.Length), Join([.. all.Select(stack => Join(Bytes(8 * stack.Length), Join([.. stack.Select(ip => Int64((long)ip))])))]));
    }

    public static byte[] SequencePoint(params IEnumerable<(long Thread, int Sequence)> threads)
    {
        (long, int)[] all = [.. threads];
        return Join(Int64(0), Bytes(all.Length), Join([.. all.Select(one => Join(Int64(one.Item1), Bytes(one.Item2)))]));
    }

    public static byte[] Bytes(int value)
    {
        byte[] bytes = new byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(bytes, value);
        return bytes;
    }

    private static byte[] Int64(long value)
    {
        byte[] bytes = new byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, value);
        return bytes;
    }

    // Year, month, day of the week, day, and the time of day, two bytes each.
    private static byte[] FirstOfJanuary() => [0xea, 7, 1, 0, 4, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0];

    private static byte[] Text(string text) => Encoding.Unicode.GetBytes(text + '\0');

    private static byte[] Join(params byte[][] parts) => [.. parts.SelectMany(part => part)];

    private void BeginObject(string name, int version)
    {
        _stream.AddRange((byte[])[5, 5, 1]);
        Int32(version);
        Int32(version);
        Int32(name.Length);
        _stream.AddRange(Encoding.ASCII.GetBytes(name));
        _stream.Add(6);
    }

    private void Int32(int value) => _stream.AddRange(Bytes(value));
}
