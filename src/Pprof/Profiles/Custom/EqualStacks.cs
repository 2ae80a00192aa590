using System.Runtime.InteropServices;
using Pprof.Labels;
using Pprof.Profiles.Naming;
using Pprof.Unwinding;

namespace Pprof.Profiles.Custom;

/// <summary>
/// Counts equal stacks by their bare addresses: twenty thousand values come from some dozen places, and giving each of their frames
/// a name would be most of the work.
/// </summary>
internal static class EqualStacks
{
    public static CountedStacks Count(CodeAddress[][] stacks)
    {
        Dictionary<CodeAddress[], long> counts = new(new ByFrames());
        foreach (CodeAddress[] stack in stacks)
        {
            CollectionsMarshal.GetValueRefOrAddDefault(counts, stack, out _)++;
        }

        CountedStacks counted = new();
        foreach ((CodeAddress[] stack, long count) in counts)
        {
            counted.Add(stack, LabelSet.Empty, count);
        }

        return counted;
    }

    private sealed class ByFrames : IEqualityComparer<CodeAddress[]>
    {
        public bool Equals(CodeAddress[]? left, CodeAddress[]? right) => Words(left).SequenceEqual(Words(right));

        // An address differs from the next in its low bits, a multiplication by 2^64 / golden ratio brings them up, a rotation down again.
        public int GetHashCode(CodeAddress[] stack)
        {
            ulong hash = (ulong)stack.Length;
            foreach (ulong word in Words(stack))
            {
                hash = (System.Numerics.BitOperations.RotateLeft(hash, 23) ^ word) * 0x9e37_79b9_7f4a_7c15;
            }

            return (int)(hash >> 32);
        }

        private static ReadOnlySpan<ulong> Words(CodeAddress[]? stack) => MemoryMarshal.Cast<CodeAddress, ulong>(stack);
    }
}
