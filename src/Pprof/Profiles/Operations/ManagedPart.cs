using Pprof.Unwinding;

namespace Pprof.Profiles.Operations;

/// <summary>
/// A stack without the native frames at its leaf and at its root. Two threads that wait for the same thing in the same place then
/// count as equal, whether the one was caught half-way into the kernel or not. Native frames between managed ones stay.
/// </summary>
internal static class ManagedPart
{
    /// <param name="frames">Leaf first.</param>
    /// <returns>Empty for a thread without any managed frame, which is the runtime's own or a native library's, unless its walk was cut short.</returns>
    public static ReadOnlySpan<CodeAddress> Of(ReadOnlySpan<CodeAddress> frames)
    {
        int end = frames.Length;
        while (end > 0 && frames[end - 1].Kind == CodeKind.Native)
        {
            end--;
        }

        int start = 0;
        while (start < end && frames[start].Kind == CodeKind.Native)
        {
            start++;
        }

        return frames[start..end];
    }
}
