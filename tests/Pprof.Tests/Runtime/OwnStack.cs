using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Pprof.Images;

namespace Pprof.Tests.Runtime;

/// <summary>Words of the running thread's stack: among them are the return addresses of every caller.</summary>
internal static class OwnStack
{
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static unsafe ulong[] Words(int count)
    {
        ulong local = 0;
        ulong[] words = new ulong[count];
        while (words.Length > 0 && !SafeMemory.TryRead((ulong)&local, MemoryMarshal.AsBytes(words.AsSpan())))
            words = new ulong[words.Length - 64];
        return words;
    }
}
