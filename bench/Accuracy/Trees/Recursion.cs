using System.Runtime.CompilerServices;

namespace Accuracy.Trees;

/// <summary>Forty frames of one method: every one must be there, and no one twice.</summary>
internal static class Recursion
{
    private const int Depth = 40;

    public static KnownTree Tree { get; } = new("recursion, 40 deep", Run,
        KnownTree.Methods(typeof(Recursion), ["Leaf", .. Enumerable.Repeat("Descend", Depth), "Run"]));

    private static void Run() => Sink.Value = Descend(Depth);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static ulong Descend(int depth) => depth == 1 ? Leaf(60_000) + 1 : Descend(depth - 1) + 1;

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static ulong Leaf(int rounds) => Sink.Burn(rounds);
}
