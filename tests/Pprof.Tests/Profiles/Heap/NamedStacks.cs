using Pprof.Profiles.Heap;
using Pprof.Tests.Profiles.Catalog;
using Pprof.Unwinding;

namespace Pprof.Tests.Profiles.Heap;

/// <summary>Address n is a call in method Fn.</summary>
internal sealed class NamedStacks : IAllocationStacks
{
    /// <summary>Calls in these methods are the library's own work.</summary>
    public HashSet<ulong> Own { get; } = [];

    public bool IsOwn { get; private set; }

    private readonly Dictionary<ulong, CodeAddress> _known = [];
    private readonly CodeAddress[] _frames = new CodeAddress[200];

    public string ImpliedType => "";

    public ReadOnlySpan<CodeAddress> Translate(ReadOnlySpan<ulong> stack)
    {
        IsOwn = stack.Length > 0 && Own.Contains(stack[0]);
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
