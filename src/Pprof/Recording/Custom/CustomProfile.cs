using Pprof.Labels;
using Pprof.Unwinding;

namespace Pprof.Recording;

/// <summary>Values and the stacks that added them. Any thread.</summary>
internal sealed class CustomProfile(string name) : IProfileSource
{
    private readonly Lock _gate = new();
    private readonly Dictionary<object, CodeAddress[]> _values = [];

    public int Count
    {
        get
        {
            lock (_gate)
            {
                return _values.Count;
            }
        }
    }

    /// <summary>Called by <see cref="Profile.Add"/> only: its frame and this one are left out.</summary>
    [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.NoInlining)]
    public void Add(object value, int skip)
    {
        // Before the lock: whoever waits for it must not wait for a walk.
        CodeAddress[] stack = TracedStack.Capture(skip + 2);
        bool isNew;
        lock (_gate)
        {
            isNew = _values.TryAdd(value, stack);
        }

        if (!isNew)
        {
            throw new ArgumentException($"The value is in the profile '{name}' already. Remove it first, or add each value once.", nameof(value));
        }
    }

    public void Remove(object value)
    {
        lock (_gate)
        {
            _values.Remove(value);
        }
    }

    public void WriteTo(Stream stream, int debug) => CountProfile.WriteTo(stream, debug, name, Collect());

    private CountedStacks Collect()
    {
        CountedStacks stacks = new();
        lock (_gate)
        {
            foreach (CodeAddress[] stack in _values.Values)
            {
                stacks.Add(stack, LabelSet.Empty);
            }
        }

        return stacks;
    }
}
