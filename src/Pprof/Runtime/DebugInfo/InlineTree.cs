namespace Pprof.Runtime.DebugInfo;

/// <summary>
/// Which methods the JIT put into the body of another, and which of the body's instructions are theirs. The runtime keeps it under
/// <c>DOTNET_RichDebugInfo=1</c>. Node 0 is the method itself.
/// </summary>
/// <param name="methods">MethodDesc of each node; 0 when the JIT could not tell.</param>
/// <param name="parents">The node that each was put into; that of node 0 is itself.</param>
/// <param name="mappings">From which native offset on which IL of which node, in the order of native offsets.</param>
internal sealed class InlineTree(ulong[] methods, int[] parents, (uint Native, int Node, int IL)[] mappings)
{
    /// <summary>A method on the way from an instruction to the body's own, and the IL offset that it has reached.</summary>
    internal readonly record struct Step(ulong Method, int ILOffset);

    public int Count => methods.Length;

    /// <summary>
    /// The methods around an instruction, innermost first, without the body's own; empty when the instruction is the body's own.
    /// An outer method's place is the last one before the instruction: the JIT maps where statements and calls begin.
    /// </summary>
    public Step[] StepsAt(uint nativeOffset)
    {
        int last = LastNotAfter(nativeOffset);
        List<Step> steps = [];
        for (int node = last < 0 ? 0 : mappings[last].Node; node != 0; node = parents[node])
        {
            steps.Add(new Step(methods[node], ILOffsetOf(node, last)));
        }

        return [.. steps];
    }

    // Of several mappings at one offset the last counts: the others have no instructions.
    private int LastNotAfter(uint nativeOffset)
    {
        int last = -1;
        while (last + 1 < mappings.Length && mappings[last + 1].Native <= nativeOffset)
        {
            last++;
        }

        return last;
    }

    private int ILOffsetOf(int node, int last)
    {
        for (int i = last; i >= 0; i--)
        {
            if (mappings[i].Node == node && mappings[i].IL >= 0)
            {
                return mappings[i].IL;
            }
        }

        return NativeMap.Prolog;
    }
}
