using System.Runtime.CompilerServices;

namespace Pprof.Workloads.Oracle;

/// <summary>A random tree of calls: every inner call is of a random kind, every leaf does what it is told.</summary>
internal sealed class CallTree(IReadOnlyList<CallKind> kinds, Action leaf, int seed)
{
    private readonly Random _random = new(seed);
    private readonly int _totalWeight = kinds.Sum(k => k.Weight);
    private int _left;

    /// <summary>For calls that cannot be given an argument: static constructors and the like. One tree runs at a time.</summary>
    public static CallTree? Current { get; private set; }

    public int[] Hits { get; } = new int[kinds.Count];

    public void Grow(int depth)
    {
        Current = this;
        _left = depth;
        Next();
    }

    /// <summary>Calls on: one level deeper, or the leaf.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public void Next()
    {
        ulong mark = 0;
        Levels.Enter(ref mark);
        if (_left == 0)
            leaf();
        else
            CallOn();
        Levels.Leave(ref mark);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void CallOn()
    {
        _left--;
        int kind = Choose();
        Hits[kind]++;
        kinds[kind].Call(this);
        _left++;
    }

    private int Choose()
    {
        int at = _random.Next(_totalWeight);
        int kind = 0;
        while ((at -= kinds[kind].Weight) >= 0)
            kind++;
        return kind;
    }
}
