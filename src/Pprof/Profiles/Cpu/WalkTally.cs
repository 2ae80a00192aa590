using Pprof.Unwinding;

namespace Pprof.Profiles.Cpu;

/// <summary>How many stacks were walked to their root and how many were not.</summary>
internal sealed class WalkTally
{
    public long Whole { get; private set; }

    public long Truncated { get; private set; }

    public long Unwalkable { get; private set; }

    public void Add(StackEnd end)
    {
        Whole += end == StackEnd.Root ? 1 : 0;
        Truncated += end == StackEnd.Truncated ? 1 : 0;
        Unwalkable += end == StackEnd.Unwalkable ? 1 : 0;
    }
}
