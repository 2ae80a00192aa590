using System.Runtime.InteropServices;

namespace Pprof.Sampling;

/// <summary>
/// The agent's weak handles, seen as what they are in .NET 7 and later: garbage collector handles as <see cref="GCHandle"/> has them, of the kind that
/// lives until the object is really gone, finalizer and resurrection included. So any managed thread may read and free them, as it would its own.
/// </summary>
/// <remarks>
/// That both are the same is not documented; <see cref="HeapAgent"/> asks the runtime's profiling interface about a handle made here before the first
/// use, and does without the agent when the answer is wrong.
/// </remarks>
internal static class WeakHandle
{
    /// <summary>True when a collection has found the object unreachable; it stays so.</summary>
    public static bool IsDead(nint handle) => GCHandle.FromIntPtr(handle).Target is null;

    public static void Free(nint handle) => GCHandle.FromIntPtr(handle).Free();

    /// <summary>A handle of our own to an object that does not move, with the object's address.</summary>
    public static nint CreateProbe(out byte[] pinned, out nint address)
    {
        pinned = GC.AllocateUninitializedArray<byte>(1, pinned: true);

        // Before the elements of an array stand its length and its type, a word each.
        address = Marshal.UnsafeAddrOfPinnedArrayElement(pinned, 0) - (2 * nint.Size);
        return GCHandle.ToIntPtr(GCHandle.Alloc(pinned, GCHandleType.WeakTrackResurrection));
    }
}
