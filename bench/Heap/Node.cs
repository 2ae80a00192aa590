namespace Heap;

/// <summary>A small object: header, type, a reference and a number.</summary>
internal sealed class Node
{
    public const int Bytes = 32;
    public const int ChainLength = 64;

    public Node? Next { get; init; }

    public long Value { get; init; }

    public static Node Chain()
    {
        Node node = new();
        for (int i = 1; i < ChainLength; i++)
        {
            node = new Node { Next = node, Value = i };
        }

        return node;
    }
}
