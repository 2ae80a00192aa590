using System.Runtime.CompilerServices;

namespace Accuracy.Trees;

/// <summary>Delegates to a static method (through the runtime's argument-shuffling stub) and to an instance method.</summary>
internal sealed class Delegates
{
    private static readonly Func<int, ulong> s_toStatic = Outer;
    private static readonly Func<int, ulong> s_toInstance = new Delegates().Leaf;

    public static KnownTree Tree { get; } = new("delegates", Run, KnownTree.Methods(typeof(Delegates), "Leaf", "Outer", "Run"));

    private readonly int _offset = 3;

    private static void Run() => Sink.Value = s_toStatic(30_000) + 1;

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static ulong Outer(int rounds) => s_toInstance(rounds) + 1;

    [MethodImpl(MethodImplOptions.NoInlining)]
    private ulong Leaf(int rounds) => Sink.Burn(rounds + _offset);
}
