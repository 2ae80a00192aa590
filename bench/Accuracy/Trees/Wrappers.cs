using System.Runtime.CompilerServices;

namespace Accuracy.Trees;

/// <summary>Thin wrappers: the compiler gives them no frame pointer, and each then hides its caller from whoever follows frame pointers.</summary>
internal static class Wrappers
{
    public static KnownTree Tree { get; } = new("frameless wrappers", Run, KnownTree.Methods(typeof(Wrappers), "Leaf", "Third", "Second", "First", "Run"));

    private static void Run() => Sink.Value = First(30_000);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static ulong First(int rounds) => Second(rounds) + 1;

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static ulong Second(int rounds) => Third(rounds) + 1;

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static ulong Third(int rounds) => Leaf(rounds) + 1;

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static ulong Leaf(int rounds) => Sink.Burn(rounds);
}
