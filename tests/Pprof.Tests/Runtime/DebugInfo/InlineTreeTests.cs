using Pprof.Runtime.DebugInfo;
using Xunit;

namespace Pprof.Tests.Runtime.DebugInfo;

/// <summary>Trees written by hand, nibble by nibble, as the runtime's writer does it.</summary>
public sealed class InlineTreeTests
{
    private readonly List<int> _nibbles = [];

    // 0: Outer, 1: Middle in it, 2 and 3: Inner twice in Middle.
    [Fact]
    public void Instruction_leads_through_the_methods_around_it()
    {
        InlineTree tree = Read(
            nodes: [(0x100, 1, 0), (0x200, 2, 0), (0x300, 0, 3), (0x300, 0, 0)],
            mappings: [(0, 0, 5), (8, 1, 0), (12, 2, 7), (20, 1, 9), (24, 3, 2), (40, 0, 11)])!;

        Assert.Equal(4, tree.Count);
        Assert.Empty(tree.StepsAt(4));
        Assert.Equal([new(0x200, 0)], tree.StepsAt(8));
        Assert.Equal([new(0x300, 7), new(0x200, 0)], tree.StepsAt(13));
        Assert.Equal([new(0x300, 2), new(0x200, 9)], tree.StepsAt(39));
        Assert.Empty(tree.StepsAt(40));
    }

    [Fact]
    public void Method_of_which_nothing_was_reached_yet_is_at_its_beginning()
    {
        InlineTree tree = Read(nodes: [(0x100, 1, 0), (0x200, 2, 0), (0x300, 0, 0)], mappings: [(0, 0, 1), (4, 2, 6)])!;

        Assert.Equal([new(0x300, 6), new(0x200, NativeMap.Prolog)], tree.StepsAt(6));
    }

    [Theory]
    [InlineData("a node that is its own child", 0)]
    [InlineData("a node that nobody leads to", 1)]
    [InlineData("a mapping to a node that is not there", 2)]
    [InlineData("bytes behind the end", 3)]
    [InlineData("an end before it is due", 4)]
    [InlineData("more nodes than there is room for", 5)]
    public void What_is_no_tree_is_refused(string desc, int fault)
    {
        InlineTree? tree = fault switch
        {
            0 => Read([(0x100, 1, 0), (0x200, 1, 0)], []),
            1 => Read([(0x100, 0, 0), (0x200, 0, 0)], []),
            2 => Read([(0x100, 0, 0)], [(0, 1, 0)]),
            3 => Read([(0x100, 0, 0)], [], extra: 8),
            4 => InlineTreeReader.Read([0x21, 0x00]),
            _ => InlineTreeReader.Read([0xff, 0xff, 0xff, 0x77]),
        };

        Assert.True(tree is null, desc);
    }

    private InlineTree? Read((ulong Method, int Child, int Sibling)[] nodes, (uint Native, int Node, int IL)[] mappings, int extra = 0)
    {
        Number((uint)nodes.Length);
        Number((uint)mappings.Length);
        (int child, int sibling) = (0, 0);
        foreach ((ulong method, int nextChild, int nextSibling) in nodes)
        {
            for (int i = 0; i < 16; i++)
            {
                _nibbles.Add((int)(method >> (4 * i)) & 15);
            }

            Signed(0);
            Signed(nextChild - child);
            Signed(nextSibling - sibling);
            (child, sibling) = (nextChild, nextSibling);
        }

        (uint native, int node, int il) = (0, 0, 0);
        foreach ((uint nextNative, int nextNode, int nextIL) in mappings)
        {
            Number(nextNative - native);
            Signed(nextNode - node);
            Signed(nextIL - il);
            Number(0);
            (native, node, il) = (nextNative, nextNode, nextIL);
        }

        return InlineTreeReader.Read(Bytes(extra));
    }

    private void Signed(int value) => Number((uint)(Math.Abs(value) * 2) + (value < 0 ? 1U : 0));

    private void Number(uint value)
    {
        int groups = 1;
        while (value >> (3 * groups) != 0)
        {
            groups++;
        }

        for (int i = groups - 1; i >= 0; i--)
        {
            _nibbles.Add((int)((value >> (3 * i)) & 7) | (i > 0 ? 8 : 0));
        }
    }

    private byte[] Bytes(int extra)
    {
        byte[] bytes = new byte[((_nibbles.Count + 1) / 2) + extra];
        for (int i = 0; i < _nibbles.Count; i++)
        {
            bytes[i / 2] |= (byte)(_nibbles[i] << (i % 2 * 4));
        }

        return bytes;
    }
}
