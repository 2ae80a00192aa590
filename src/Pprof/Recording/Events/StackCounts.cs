using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using Pprof.Labels;
using Pprof.Unwinding;

namespace Pprof.Recording;

/// <summary>Counts equal stacks once. One thread at a time; allocates for stacks not met before.</summary>
/// <param name="mostFrames">
/// Frames of all stacks together. The default of 1 Mi is 8 MB, some 50,000 stacks of 20 frames; a program has a few thousand places that
/// do a thing worth counting. New stacks beyond are counted as <c>[overflow]</c>.
/// </param>
internal sealed class StackCounts(int mostFrames = 1 << 20)
{
    private readonly Dictionary<CodeAddress[], long> _counts = new(new FramesComparer());
    private int _frames;
    private long _overflow;

    /// <summary>Different stacks.</summary>
    public int Count => _counts.Count + (_overflow > 0 ? 1 : 0);

    /// <param name="stack">Leaf first; copied when new.</param>
    public void Add(ReadOnlySpan<CodeAddress> stack)
    {
        ref long count = ref CollectionsMarshal.GetValueRefOrNullRef(_counts.GetAlternateLookup<ReadOnlySpan<CodeAddress>>(), stack);
        if (!System.Runtime.CompilerServices.Unsafe.IsNullRef(ref count))
        {
            count++;
        }
        else if (_frames + stack.Length > mostFrames)
        {
            _overflow++;
        }
        else
        {
            _counts.Add(stack.ToArray(), 1);
            _frames += stack.Length;
        }
    }

    public void CopyTo(CountedStacks stacks)
    {
        foreach ((CodeAddress[] stack, long count) in _counts)
        {
            stacks.Add(stack, LabelSet.Empty, count);
        }

        if (_overflow > 0)
        {
            stacks.Add(new[] { CodeAddress.Marker(StackMarker.Overflow) }, LabelSet.Empty, _overflow);
        }
    }

    private sealed class FramesComparer : IEqualityComparer<CodeAddress[]>, IAlternateEqualityComparer<ReadOnlySpan<CodeAddress>, CodeAddress[]>
    {
        public bool Equals(CodeAddress[]? x, CodeAddress[]? y) => x.AsSpan().SequenceEqual(y);

        public bool Equals(ReadOnlySpan<CodeAddress> alternate, CodeAddress[] other) => alternate.SequenceEqual(other);

        public int GetHashCode([DisallowNull] CodeAddress[] obj) => GetHashCode(obj.AsSpan());

        public int GetHashCode(ReadOnlySpan<CodeAddress> alternate)
        {
            HashCode hash = default;
            hash.AddBytes(MemoryMarshal.AsBytes(alternate));
            return hash.ToHashCode();
        }

        public CodeAddress[] Create(ReadOnlySpan<CodeAddress> alternate) => alternate.ToArray();
    }
}
