using System.Runtime.CompilerServices;

namespace Accuracy.Trees;

/// <summary>Calls through an interface with three implementations, so that neither the compiler nor its profile can guess one.</summary>
internal static class Interfaces
{
    private interface IStep
    {
        ulong Go(int rounds);
    }

    private sealed class Outer(IStep next) : IStep
    {
        [MethodImpl(MethodImplOptions.NoInlining)]
        public ulong Go(int rounds) => next.Go(rounds) + 1;
    }

    private sealed class Middle(IStep next) : IStep
    {
        [MethodImpl(MethodImplOptions.NoInlining)]
        public ulong Go(int rounds) => next.Go(rounds) + 2;
    }

    private sealed class Inner : IStep
    {
        [MethodImpl(MethodImplOptions.NoInlining)]
        public ulong Go(int rounds) => Sink.Burn(rounds);
    }

    private static readonly IStep[] s_steps = [new Outer(new Middle(new Inner())), new Inner()];

    public static KnownTree Tree { get; } = new("interface calls", Run,
        [.. KnownTree.Methods(typeof(Interfaces), "Inner.Go", "Middle.Go", "Outer.Go", "Run")]);

    private static void Run() => Sink.Value = s_steps[0].Go(30_000);
}
