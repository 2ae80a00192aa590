using Pprof.Unwinding;

namespace Pprof.Profiles.Heap;

/// <summary>Stacks by number; number 0 is <c>[overflow]</c>. One thread at a time; allocates for stacks not met before.</summary>
/// <param name="mostFrames">
/// Frames of all stacks together. The default of 2 Mi is 16 MB, some 60,000 stacks of 30 frames. Stacks beyond are <c>[overflow]</c>.
/// </param>
internal sealed class InternedStacks(int mostFrames = 1 << 21)
{
    public const int Overflow = 0;
    private readonly Dictionary<CodeAddress[], int> _byFrames = new(new FramesComparer());
    private readonly List<CodeAddress[]> _stacks = [[CodeAddress.Marker(StackMarker.Overflow)]];
    private int _frames;

    public int Count => _stacks.Count;

    public CodeAddress[] this[int stack] => _stacks[stack];

    /// <param name="frames">Leaf first; copied when new.</param>
    public int Add(ReadOnlySpan<CodeAddress> frames)
    {
        if (_byFrames.GetAlternateLookup<ReadOnlySpan<CodeAddress>>().TryGetValue(frames, out int stack))
        {
            return stack;
        }

        if (_frames + frames.Length > mostFrames)
        {
            return Overflow;
        }

        CodeAddress[] copy = frames.ToArray();
        _frames += copy.Length;
        _byFrames.Add(copy, _stacks.Count);
        _stacks.Add(copy);
        return _stacks.Count - 1;
    }
}
