namespace Pprof.Runtime.DebugInfo;

/// <summary>
/// Decodes the runtime's inlining information, nibbles throughout (<c>CompressRichDebugInfo</c> of its <c>debuginfostore.cpp</c>):
/// <code>
/// number of nodes, number of mappings
/// each node:    16 nibbles MethodDesc, lowest first; IL offset, child, sibling: signed, each less that of the node before
/// each mapping: native offset less the one before; node and IL offset, signed, less those before; source
/// signed: twice the number, plus 1 when it is negative
/// </code>
/// The nodes' own IL offsets are not set in released runtimes and are passed over.
/// </summary>
internal static class InlineTreeReader
{
    private const int MethodNibbles = 16;

    // A body with more has been seen by nobody; a bound keeps a wrong reading from asking for memory.
    private const uint MostEntries = 1 << 16;
    private const int NoNode = -1;

    /// <summary>Null unless the bytes are such a tree to their end.</summary>
    public static InlineTree? Read(ReadOnlySpan<byte> bytes)
    {
        NibbleReader reader = new(bytes);
        if (!reader.TryRead(out uint nodes) || !reader.TryRead(out uint mappings) || nodes is 0 or > MostEntries || mappings > MostEntries)
        {
            return null;
        }

        ulong[] methods = new ulong[nodes];
        int[] parents = new int[nodes];
        return TryReadNodes(ref reader, methods, parents) && ReadMappings(ref reader, (int)mappings, (int)nodes) is { } read
            && reader.NextByte >= bytes.Length - 1
                ? new InlineTree(methods, parents, read) : null;
    }

    private static bool TryReadNodes(ref NibbleReader reader, ulong[] methods, int[] parents)
    {
        int[] children = new int[methods.Length];
        int[] siblings = new int[methods.Length];
        (int il, int child, int sibling) = (0, 0, 0);
        for (int i = 0; i < methods.Length; i++)
        {
            if (!reader.TryReadRaw(MethodNibbles, out methods[i]) || !TryAdd(ref reader, ref il)
                || !TryAdd(ref reader, ref child) || !TryAdd(ref reader, ref sibling))
            {
                return false;
            }

            (children[i], siblings[i]) = (child, sibling);
        }

        return TrySetParents(children, siblings, parents);
    }

    // Each node is reached once, from its parent's child along the siblings.
    private static bool TrySetParents(int[] children, int[] siblings, int[] parents)
    {
        Array.Fill(parents, NoNode);
        parents[0] = 0;
        Stack<int> open = new([0]);
        while (open.TryPop(out int parent))
        {
            for (int node = children[parent]; IsNode(node, parents.Length); node = siblings[node])
            {
                if (parents[node] != NoNode)
                {
                    return false;
                }

                parents[node] = parent;
                open.Push(node);
            }
        }

        return Array.IndexOf(parents, NoNode) < 0;
    }

    private static (uint Native, int Node, int IL)[]? ReadMappings(ref NibbleReader reader, int count, int nodes)
    {
        (uint Native, int Node, int IL)[] mappings = new (uint, int, int)[count];
        (uint native, int node, int il) = (0, 0, 0);
        for (int i = 0; i < count; i++)
        {
            if (!reader.TryRead(out uint delta) || !TryAdd(ref reader, ref node) || !TryAdd(ref reader, ref il) || !reader.TryRead(out _)
                || node < 0 || node >= nodes)
            {
                return null;
            }

            mappings[i] = (native += delta, node, il);
        }

        return mappings;
    }

    private static bool TryAdd(ref NibbleReader reader, ref int value)
    {
        bool isRead = reader.TryRead(out uint number);
        int delta = (int)(number >> 1);
        value = unchecked(value + ((number & 1) != 0 ? -delta : delta));
        return isRead;
    }

    private static bool IsNode(int index, int count) => index > 0 && index < count;
}
