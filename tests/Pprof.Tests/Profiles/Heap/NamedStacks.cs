using Pprof.Profiles.Heap;
using Pprof.Tests.Profiles.Catalog;
using Pprof.Unwinding;

namespace Pprof.Tests.Profiles.Heap;

/// <summary>Address n is a call in method Fn.</summary>
internal sealed class NamedStacks : IAllocationStacks
{
    private readonly Dictionary<ulong, CodeAddress> _known = [];
    private readonly CodeAddress[] _frames = new CodeAddress[200];

    public string ImpliedType => "";

    public ReadOnlySpan<CodeAddress> Translate(ReadOnlySpan<ulong> stack)
    {
        for (int i = 0; i < stack.Length; i++)
        {
            if (!_known.TryGetValue(stack[i], out _frames[i]))
            {
                _known.Add(stack[i], _frames[i] = Stacks.Of($"F{stack[i]}")[0]);
            }
        }

        return _frames.AsSpan(0, stack.Length);
    }
}
