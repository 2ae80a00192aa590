using System.Runtime.CompilerServices;

namespace Accuracy.Trees;

/// <summary>Work that becomes part of the method that asks for it.</summary>
internal static class Sink
{
    public static double Value;

    /// <summary>Inlined, so that the leaf of a tree has the loop itself and calls nothing.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Burn(int rounds)
    {
        ulong state = 88172645463325252;
        for (int i = 0; i < rounds; i++)
        {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
        }

        return state;
    }
}
