using System.Runtime.InteropServices;
using Pprof.Images;

namespace Pprof.Sampling;

/// <summary>
/// What glibc's descriptor of a thread says of the memory it gave the thread for a stack. Needed where the mapping says too
/// little: stacks lie in one mapping when the program carved them out of one, and since glibc 2.42 all of them do, because
/// the pages that guard them no longer split it.
/// </summary>
/// <remarks>
/// <c>stackblock</c>, <c>stackblock_size</c> and <c>guardsize</c> are neighbours, some hundred bytes behind the list of robust
/// mutexes. At which distance depends on the version; the values are recognised by what they must satisfy: the block
/// begins in the mapping or by its guard's size before it, and ends shortly behind the descriptor, which lies at its top.
/// </remarks>
internal static class ThreadDescriptor
{
    private const int SearchedBytes = 2048;
    private const ulong PageSize = 4096;
    private const ulong SmallestStack = 16 << 10;
    private const ulong MostBehindHead = 16 << 10;

    /// <summary>The lowest address of the thread's stack that is not guarded; <paramref name="mapping"/> when the descriptor does not tell.</summary>
    /// <param name="head">Address of the list of robust mutexes, in the descriptor.</param>
    /// <param name="mapping">Start of the mapping the descriptor lies in.</param>
    public static ulong FindStackStart(ulong head, ulong mapping)
    {
        Span<ulong> words = stackalloc ulong[SearchedBytes / sizeof(ulong)];
        words = words[..Read(head, words)];
        for (int i = 0; i + 2 < words.Length; i++)
        {
            if (IsStack(words[i], words[i + 1], words[i + 2], head, mapping))
            {
                return words[i] + words[i + 2];
            }
        }

        return mapping;
    }

    private static bool IsStack(ulong block, ulong size, ulong guard, ulong head, ulong mapping) =>
        size >= SmallestStack && block < head && head - block < size && size - (head - block) <= MostBehindHead
        && guard % PageSize == 0 && guard < size && block + guard >= mapping && block + guard < head;

    // The stack's last page may be the last of its mapping: what follows it is read if it can be.
    private static int Read(ulong address, Span<ulong> words)
    {
        int first = (int)Math.Min((PageSize - (address % PageSize)) / sizeof(ulong), (ulong)words.Length);
        if (!SafeMemory.TryRead(address, MemoryMarshal.AsBytes(words[..first])))
        {
            return 0;
        }

        Span<ulong> rest = words[first..];
        return SafeMemory.TryRead(address + ((ulong)first * sizeof(ulong)), MemoryMarshal.AsBytes(rest)) ? words.Length : first;
    }
}
