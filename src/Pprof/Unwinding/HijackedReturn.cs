using System.Runtime.InteropServices;

namespace Pprof.Unwinding;

/// <summary>
/// Finds the return address that the runtime replaced to stop a thread. Its Thread holds the original and, in the next word,
/// the address of the place on the stack. Nothing else in a Thread that points to that place follows a code address.
/// </summary>
internal static class HijackedReturn
{
    /// <param name="thread">Words of the Thread, copied in the same instant as the stack.</param>
    /// <param name="place">Address of the replaced word.</param>
    /// <param name="original">What stood there; to be checked to be managed code.</param>
    public static bool TryFind(ReadOnlySpan<byte> thread, ulong place, out ulong original)
    {
        ReadOnlySpan<ulong> words = MemoryMarshal.Cast<byte, ulong>(thread);
        int index = words.IndexOf(place);
        original = index > 0 ? words[index - 1] : 0;
        return index > 0;
    }
}
