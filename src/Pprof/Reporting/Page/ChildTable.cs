namespace Pprof.Reporting;

/// <summary>
/// The children of the nodes of a tree, by parent and frame: a hash table with open addressing. A large profile asks it tens of millions of times.
/// </summary>
internal sealed class ChildTable
{
    // 2^64 divided by the golden ratio: spreads neighbouring keys over all of the table (Knuth, The Art of Computer Programming 6.4).
    private const ulong Spread = 0x9E3779B97F4A7C15;

    private ulong[] _keys = new ulong[1 << 12];
    private int[] _children = new int[1 << 12];
    private int _shift = 64 - 12;
    private int _count;

    /// <summary>The place of the child's number: 0 where there is none yet, and then the caller writes it.</summary>
    public ref int ChildOf(int parent, int frame)
    {
        if (_count * 2 > _keys.Length)
        {
            Grow();
        }

        ref int child = ref Find(((ulong)(uint)parent << 32) | (uint)frame);
        _count += child == 0 ? 1 : 0;
        return ref child;
    }

    private ref int Find(ulong key)
    {
        int at = (int)((key * Spread) >> _shift);
        while (_children[at] != 0 && _keys[at] != key)
        {
            at = (at + 1) & (_keys.Length - 1);
        }

        _keys[at] = key;
        return ref _children[at];
    }

    private void Grow()
    {
        (ulong[] keys, int[] children) = (_keys, _children);
        (_keys, _children, _shift) = (new ulong[keys.Length * 2], new int[keys.Length * 2], _shift - 1);
        for (int i = 0; i < keys.Length; i++)
        {
            if (children[i] != 0)
            {
                Find(keys[i]) = children[i];
            }
        }
    }
}
