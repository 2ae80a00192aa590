using System.Runtime.InteropServices;

namespace Pprof.Aggregation;

/// <summary>Adds up the values of equal stacks. Drain thread only; allocates nothing when every stack has been met before.</summary>
/// <remarks>
/// Frames of all stacks lie behind one another in one array, and the buckets chain entries by index: no object per stack.
/// The default bound of 4 Mi frames is 16 MB, some 100,000 stacks of 40 frames; a busy service shows thousands in a minute.
/// A new stack beyond it is refused, and the caller counts its weight under a marker, for which room is kept, so the total stays whole.
/// </remarks>
/// <param name="valueCount">Values of a stack.</param>
/// <param name="maxFrames">Frames of all stacks together.</param>
internal sealed class StackTable(int valueCount = 1, int maxFrames = 4 << 20)
{
    private const int None = -1;
    private readonly List<StackEntry> _entries = [];
    private int[] _buckets = NewBuckets(1024);
    private int[] _frames = new int[4096];
    private int _framesUsed;
    private long[] _values = new long[1024];

    public int Count => _entries.Count;

    public ReadOnlySpan<StackEntry> Entries => CollectionsMarshal.AsSpan(_entries);

    public ReadOnlySpan<int> FramesOf(in StackEntry entry) => _frames.AsSpan(entry.Start, entry.Length);

    public ReadOnlySpan<long> ValuesOf(in StackEntry entry) => _values.AsSpan(entry.Values, valueCount);

    public bool TryAdd(ReadOnlySpan<int> frames, int labelSet, long weight) => TryAdd(frames, labelSet, new ReadOnlySpan<long>(in weight));

    /// <summary>Adds <paramref name="values"/> to those of the stack. False when it is a new stack and the table is full.</summary>
    public bool TryAdd(ReadOnlySpan<int> frames, int labelSet, ReadOnlySpan<long> values)
    {
        int hash = Hash(frames, labelSet);
        int index = Find(frames, labelSet, hash);
        if (index == None && (index = Append(frames, labelSet, hash)) == None)
        {
            return false;
        }

        Span<long> sums = _values.AsSpan(Entries[index].Values, valueCount);
        for (int i = 0; i < sums.Length; i++)
        {
            sums[i] += values[i];
        }

        return true;
    }

    private int Find(ReadOnlySpan<int> frames, int labelSet, int hash)
    {
        ReadOnlySpan<StackEntry> entries = Entries;
        int index = _buckets[hash & (_buckets.Length - 1)];
        while (index != None && !IsEqual(entries[index], frames, labelSet, hash))
        {
            index = entries[index].Next;
        }

        return index;
    }

    private bool IsEqual(in StackEntry entry, ReadOnlySpan<int> frames, int labelSet, int hash) =>
        entry.Hash == hash && entry.LabelSet == labelSet && FramesOf(entry).SequenceEqual(frames);

    private int Append(ReadOnlySpan<int> frames, int labelSet, int hash)
    {
        if (frames.Length > 1 && _framesUsed + frames.Length > maxFrames)
        {
            return None;
        }

        ReserveFrames(frames.Length);
        int values = _entries.Count * valueCount;
        if (values + valueCount > _values.Length)
        {
            Array.Resize(ref _values, (2 * _values.Length) + valueCount);
        }

        GrowBucketsIfFull();
        frames.CopyTo(_frames.AsSpan(_framesUsed));
        ref int bucket = ref _buckets[hash & (_buckets.Length - 1)];
        _entries.Add(new StackEntry { Start = _framesUsed, Length = frames.Length, LabelSet = labelSet, Hash = hash, Next = bucket, Values = values });
        _framesUsed += frames.Length;
        return bucket = _entries.Count - 1;
    }

    private void ReserveFrames(int count)
    {
        if (_framesUsed + count > _frames.Length)
        {
            Array.Resize(ref _frames, Math.Max(_frames.Length * 2, _framesUsed + count));
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

    private static int Hash(ReadOnlySpan<int> frames, int labelSet)
    {
        HashCode hash = default;
        hash.Add(labelSet);
        hash.AddBytes(MemoryMarshal.AsBytes(frames));
        return hash.ToHashCode();
    }

    private static int[] NewBuckets(int count)
    {
        int[] buckets = new int[count];
        Array.Fill(buckets, None);
        return buckets;
    }
}
