using System.Diagnostics;
using System.Numerics;
using System.Runtime.InteropServices;

namespace Pprof.Aggregation;

/// <summary>
/// Adds up the values of equal stacks with equal labels: the only place that compares stacks. A frame is the address of code, or the
/// number of a location once the address has a name. One thread at a time; allocates nothing for a stack met before.
/// </summary>
/// <remarks>
/// Frames of all stacks lie behind one another in one array, and the buckets chain entries by index: no object per stack.
/// The default bound of 4 Mi frames is 16 MB of locations, some 100,000 stacks of 40 frames; a busy service shows thousands in a
/// minute. A new stack beyond it is refused. A marker always finds room, so that the caller can count the refused stack under one,
/// and the total stays whole.
/// </remarks>
/// <param name="valueCount">Values of a stack; 0 for a table that only gives numbers to stacks.</param>
/// <param name="maxFrames">Frames of all stacks together.</param>
internal sealed class StackTable<TFrame>(int valueCount = 1, int maxFrames = 4 << 20)
    where TFrame : unmanaged
{
    private const int None = -1;
    private readonly List<StackEntry> _entries = [];
    private int[] _buckets = NewBuckets(1024);
    private TFrame[] _frames = new TFrame[1024];
    private int _framesUsed;
    private long[] _values = new long[1024];

    public int Count => _entries.Count;

    /// <summary>Three quarters of the room for frames are used.</summary>
    public bool IsNearlyFull => _framesUsed > maxFrames / 4 * 3;

    public ReadOnlySpan<StackEntry> Entries => CollectionsMarshal.AsSpan(_entries);

    public ReadOnlySpan<TFrame> FramesOf(in StackEntry entry) => _frames.AsSpan(entry.Start, entry.Length);

    /// <summary>Frames of the stack of that number. They never change, so they may be read while others are added.</summary>
    public ReadOnlyMemory<TFrame> FramesOf(int number) => _frames.AsMemory(_entries[number].Start, _entries[number].Length);

    public ReadOnlySpan<long> ValuesOf(in StackEntry entry) => _values.AsSpan(entry.Values, valueCount);

    /// <summary>Adds to the values of the stack. False when it is a new stack and the table is full.</summary>
    public bool TryAdd(ReadOnlySpan<TFrame> frames, int labelSet, params ReadOnlySpan<long> values)
    {
        bool hasRoom = TryNumber(frames, labelSet, out int number);
        if (hasRoom)
        {
            Add(number, values);
        }

        return hasRoom;
    }

    /// <summary>Counts under a frame that says what is missing, however full the table is.</summary>
    public void AddMarker(TFrame marker, params ReadOnlySpan<long> values)
    {
        ReadOnlySpan<TFrame> frames = new(in marker);
        int hash = Hash(frames, 0);
        int number = Find(frames, 0, hash);
        Add(number == None ? Append(frames, 0, hash) : number, values);
    }

    /// <summary>The number of the stack, which counts from 0. False when it is a new stack and the table is full.</summary>
    public bool TryNumber(ReadOnlySpan<TFrame> frames, int labelSet, out int number)
    {
        int hash = Hash(frames, labelSet);
        number = Find(frames, labelSet, hash);
        if (number == None && _framesUsed + frames.Length <= maxFrames)
        {
            number = Append(frames, labelSet, hash);
        }

        return number != None;
    }

    /// <summary>What the table holds now, for another thread. To be read only.</summary>
    public StackTable<TFrame> Copy()
    {
        StackTable<TFrame> copy = new(valueCount, maxFrames) { _frames = _frames, _framesUsed = _framesUsed };
        copy._entries.AddRange(_entries);
        copy._values = _values.AsSpan(0, _entries.Count * valueCount).ToArray();
        return copy;
    }

    private void Add(int number, ReadOnlySpan<long> values)
    {
        Debug.Assert(values.Length == valueCount, "One value for each of the table's.");
        Span<long> sums = _values.AsSpan(number * valueCount, valueCount);
        for (int i = 0; i < sums.Length; i++)
        {
            sums[i] += values[i];
        }
    }

    private int Find(ReadOnlySpan<TFrame> frames, int labelSet, int hash)
    {
        ReadOnlySpan<StackEntry> entries = Entries;
        int number = _buckets[hash & (_buckets.Length - 1)];
        while (number != None && !IsEqual(entries[number], frames, labelSet, hash))
        {
            number = entries[number].Next;
        }

        return number;
    }

    private bool IsEqual(in StackEntry entry, ReadOnlySpan<TFrame> frames, int labelSet, int hash) =>
        entry.Hash == hash && entry.LabelSet == labelSet
        && MemoryMarshal.AsBytes(FramesOf(entry)).SequenceEqual(MemoryMarshal.AsBytes(frames));

    private int Append(ReadOnlySpan<TFrame> frames, int labelSet, int hash)
    {
        int number = _entries.Count;
        Reserve(ref _frames, _framesUsed, frames.Length);
        Reserve(ref _values, number * valueCount, valueCount);
        GrowBucketsIfFull();
        frames.CopyTo(_frames.AsSpan(_framesUsed));
        ref int bucket = ref _buckets[hash & (_buckets.Length - 1)];
        _entries.Add(new StackEntry
        {
            Start = _framesUsed, Length = frames.Length, LabelSet = labelSet, Hash = hash, Next = bucket, Values = number * valueCount,
        });
        _framesUsed += frames.Length;
        return bucket = number;
    }

    private static void Reserve<T>(ref T[] array, int used, int count)
    {
        if (used + count > array.Length)
        {
            Array.Resize(ref array, Math.Max(array.Length * 2, used + count));
        }
    }

    private void GrowBucketsIfFull()
    {
        if (_entries.Count < _buckets.Length)
        {
            return;
        }

        _buckets = NewBuckets(_buckets.Length * 2);
        Span<StackEntry> entries = CollectionsMarshal.AsSpan(_entries);
        for (int i = 0; i < entries.Length; i++)
        {
            ref int bucket = ref _buckets[entries[i].Hash & (_buckets.Length - 1)];
            entries[i].Next = bucket;
            bucket = i;
        }
    }

    // Neighbouring frames differ in their low bits. The multiplication by 2^64 / golden ratio brings these up, the rotation down again.
    private static int Hash(ReadOnlySpan<TFrame> frames, int labelSet)
    {
        const ulong Factor = 0x9e37_79b9_7f4a_7c15;
        ReadOnlySpan<byte> bytes = MemoryMarshal.AsBytes(frames);
        ulong hash = ((ulong)labelSet << 32) ^ (uint)frames.Length;
        foreach (ulong word in MemoryMarshal.Cast<byte, ulong>(bytes))
        {
            hash = (BitOperations.RotateLeft(hash, 23) ^ word) * Factor;
        }

        // An odd number of frames of four bytes.
        ulong rest = bytes.Length % sizeof(ulong) == 0 ? 0 : MemoryMarshal.Read<uint>(bytes[^sizeof(uint)..]);
        return (int)(((BitOperations.RotateLeft(hash, 23) ^ rest) * Factor) >> 32);
    }

    private static int[] NewBuckets(int count)
    {
        int[] buckets = new int[count];
        Array.Fill(buckets, None);
        return buckets;
    }
}
