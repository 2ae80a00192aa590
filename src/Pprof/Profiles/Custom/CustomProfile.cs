using System.Runtime.CompilerServices;
using Pprof.Aggregation;
using Pprof.Labels;
using Pprof.Profiles.Catalog;
using Pprof.Profiles.Naming;
using Pprof.Profiles.OwnStack;
using Pprof.Unwinding;

namespace Pprof.Profiles.Custom;

/// <summary>Values and the stacks that added them. Any thread.</summary>
internal sealed class CustomProfile(string name) : IProfileSource
{
    private const int Own = 2;
    private readonly HeldValues _values = new();

    public int Count => _values.Count;

    /// <summary>Called by <see cref="Profile.Add"/> only: its frame and this one are left out. False when an equal value is held.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public bool TryAdd(object value, int skip)
    {
        CodeAddress[] stack = LiveStack.Capture(skip < int.MaxValue - Own ? skip + Own : skip);
        return _values.TryAdd(value, stack);
    }

    public void Remove(object value) => _values.Remove(value);

    // Counted by bare addresses first: twenty thousand values come from some dozen places, and names are most of the work.
    public void WriteTo(Stream stream, int debug)
    {
        CountedStacks stacks = new();
        foreach (CodeAddress[] stack in _values.Stacks())
        {
            stacks.Add(stack, LabelSet.Empty, 1);
        }

        StackProfile.OfCounts(name, stacks, "custom-profiles.md").WriteTo(stream, debug, name);
    }
}
