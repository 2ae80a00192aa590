using System.Runtime.CompilerServices;

namespace Accuracy.Trees;

/// <summary>
/// A loop in a method that is called once: the runtime replaces the method's code while it runs, on top of the old frame.
/// Each is called for the whole measurement and no second time, for then it would be compiled anew, without that trick.
/// </summary>
internal static class OnStackReplacement
{
    public static KnownTree Tree(TimeSpan time) => new("on-stack replacement", () => Run(time), KnownTree.Methods(typeof(OnStackReplacement), "Leaf", "Loop", "Run"));

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Run(TimeSpan time) => Sink.Value = Loop(time) + 1;

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static ulong Loop(TimeSpan time)
    {
        ulong state = 1;
        long end = Environment.TickCount64 + (long)time.TotalMilliseconds;
        while (Environment.TickCount64 < end)
        {
            for (int i = 0; i < 20_000; i++)
            {
                state = (state * 6364136223846793005) + 1442695040888963407;
            }

            state += Leaf(20_000);
        }

        return state;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static ulong Leaf(int rounds) => Sink.Burn(rounds);
}
