using Pprof.Aggregation;
using Pprof.Labels;
using Pprof.Profiles.Naming;
using Pprof.Unwinding;

namespace Pprof.Profiles.Events;

/// <summary>
/// Adds up the values of equal stacks with equal labels, while their addresses have no names yet. One thread at a time; allocates for addresses, stacks
/// and labels not met before.
/// </summary>
/// <param name="valueCount">Values of a stack.</param>
/// <param name="mostFrames">
/// Frames of all stacks together. The default of 1 Mi is 4 MB and as much as 16 MB for their addresses, some 50,000 stacks of 20 frames; a program
/// has a few thousand places that do a thing worth counting. New stacks beyond are counted as <c>[overflow]</c>.
/// </param>
/// <param name="mostLabelSets">Different labels. A program that labels every request differently has its later ones counted without labels.</param>
internal sealed class StackSums(int valueCount = 1, int mostFrames = 1 << 20, int mostLabelSets = 1 << 16)
{
    private const int None = -1;
    private readonly Dictionary<CodeAddress, int> _numbers = [];
    private readonly List<CodeAddress> _addresses = [];
    private readonly StackTable _stacks = new(valueCount, mostFrames);
    private readonly LabelTable _labels = new(mostLabelSets);
    private int[] _frames = new int[128];
    private long _withoutLabels;

    /// <summary>Different stacks, each as often as it has different labels.</summary>
    public int Count => _stacks.Count;

    /// <param name="stack">Leaf first; copied when new.</param>
    /// <param name="labels">In force when it stood there.</param>
    /// <param name="values">Added to those of the stack.</param>
    public void Add(ReadOnlySpan<CodeAddress> stack, LabelSet labels, params ReadOnlySpan<long> values)
    {
        _withoutLabels += _labels.TryAdd(labels, out int labelSet) ? 0 : 1;
        if (!TryNumber(stack, out ReadOnlySpan<int> frames) || !_stacks.TryAdd(frames, labelSet, values))
        {
            _stacks.TryAdd([NumberOf(CodeAddress.Marker(StackMarker.Overflow))], 0, values);
        }
    }

    public void CopyTo(ValuedStacks stacks)
    {
        foreach (ref readonly StackEntry entry in _stacks.Entries)
        {
            stacks.Add(FramesOf(entry), _labels[entry.LabelSet], _stacks.ValuesOf(entry).ToArray());
        }
    }

    /// <summary>Stacks of which one value is not 0.</summary>
    public void CopyTo(CountedStacks stacks, int value = 0)
    {
        foreach (ref readonly StackEntry entry in _stacks.Entries)
        {
            if (_stacks.ValuesOf(entry)[value] is not 0 and var count)
            {
                stacks.Add(FramesOf(entry), _labels[entry.LabelSet], count);
            }
        }
    }

    /// <summary>What is missing, for the profile's comments.</summary>
    public IEnumerable<string> Tell()
    {
        if (_withoutLabels > 0)
        {
            yield return $"{_withoutLabels} events are shown without their labels: there were more than {mostLabelSets} different ones.";
        }
    }

    private bool TryNumber(ReadOnlySpan<CodeAddress> stack, out ReadOnlySpan<int> frames)
    {
        if (stack.Length > _frames.Length)
        {
            _frames = new int[stack.Length];
        }

        for (int i = 0; i < stack.Length; i++)
        {
            _frames[i] = NumberOf(stack[i]);
        }

        frames = _frames.AsSpan(0, stack.Length);
        return !frames.Contains(None);
    }

    // Stacks that were refused leave their addresses behind, so these are bounded too. The marker of the overflow always finds room.
    private int NumberOf(CodeAddress address)
    {
        if (_numbers.TryGetValue(address, out int number))
        {
            return number;
        }

        if (_addresses.Count >= mostFrames && address.Kind != CodeKind.Marker)
        {
            return None;
        }

        _addresses.Add(address);
        _numbers.Add(address, _addresses.Count - 1);
        return _addresses.Count - 1;
    }

    private CodeAddress[] FramesOf(in StackEntry entry)
    {
        ReadOnlySpan<int> frames = _stacks.FramesOf(entry);
        CodeAddress[] addresses = new CodeAddress[frames.Length];
        for (int i = 0; i < frames.Length; i++)
        {
            addresses[i] = _addresses[frames[i]];
        }

        return addresses;
    }
}
