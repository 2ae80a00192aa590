using System.Runtime.CompilerServices;

namespace Accuracy.Trees;

/// <summary>Work inside catch and finally blocks, which the runtime runs as functions of their own below frames that are already dead.</summary>
internal static class Handlers
{
    public static KnownTree Catch { get; } = new("inside a catch block", RunCatch, KnownTree.Methods(typeof(Handlers), "CatchLeaf", "CatchOuter", "RunCatch"));

    public static KnownTree Finally { get; } = new("inside a finally block", RunFinally, KnownTree.Methods(typeof(Handlers), "FinallyLeaf", "FinallyOuter", "RunFinally"));

    private static void RunCatch() => Sink.Value = CatchOuter() + 1;

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static ulong CatchOuter()
    {
        try
        {
            return Throw();
        }
        catch (InvalidOperationException)
        {
            return CatchLeaf(1_000_000);
        }
    }

    private static void RunFinally()
    {
        try
        {
            Sink.Value = FinallyOuter() + 1;
        }
        catch (InvalidOperationException)
        {
            Sink.Value++;
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static ulong FinallyOuter()
    {
        try
        {
            return Throw();
        }
        finally
        {
            Sink.Value += FinallyLeaf(1_000_000);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static ulong CatchLeaf(int rounds) => Sink.Burn(rounds);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static ulong FinallyLeaf(int rounds) => Sink.Burn(rounds);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static ulong Throw() => throw new InvalidOperationException("Only to be caught.");
}
