using System.Runtime.CompilerServices;
using Pprof.Symbolization;
using Pprof.Unwinding;
using Pprof.Unwinding.Live;

namespace Pprof.Profiles.OwnStack;

/// <summary>
/// The calling thread's managed frames as <see cref="System.Diagnostics.StackTrace"/> would show them: by walking its own stack where that can be
/// done, else by asking the runtime. Any thread, any number at once; takes no lock that another thread holds while it waits; never throws.
/// Nothing is given a name but what may be gone before someone asks: code that may be freed.
/// </summary>
internal static class LiveStack
{
    // The frames of this method and of the one it calls, which a walk begins with.
    private const int Own = 2;

    // More than 5 KiB of frames are not put on a stack that may be near its end.
    private const int RoomOnStack = StackUnwinder.MaxFrames + 64;

    // A stack of the usual size has fewer frames; of one that has more, leaving out more leaves nothing.
    private const int MostSkipped = 1 << 16;

    private static readonly FunctionSymbol s_noFrames = new("[no frames]", "a stack of which all frames were skipped");
    private static readonly LiveUnwinder? s_unwinder = LiveUnwinder.TryCreate(out s_reason);
    private static readonly string? s_reason;
    private static long s_fallbacks;

    /// <summary>Why stacks are asked of the runtime, which takes ten times as long; null when they are not.</summary>
    public static string? NotSupportedReason => s_reason;

    /// <summary>Null where stacks are asked of the runtime.</summary>
    public static UnwinderStatistics? Statistics => s_unwinder?.Statistics;

    /// <summary>Stacks that were asked of the runtime although walking is possible here.</summary>
    public static long Fallbacks => Interlocked.Read(ref s_fallbacks);

    /// <param name="skip">Frames to leave out: with 0 the first one is the caller of this method.</param>
    /// <returns>Leaf first, at most <see cref="StackUnwinder.MaxFrames"/>; one frame that says so when all were left out.</returns>
    [MethodImpl(MethodImplOptions.NoInlining)]
    [SkipLocalsInit]
    public static CodeAddress[] Capture(int skip)
    {
        skip = Math.Min(skip, MostSkipped);
        int room = StackUnwinder.MaxFrames + Own + skip;
        Span<CodeAddress> frames = room <= RoomOnStack ? stackalloc CodeAddress[RoomOnStack] : new CodeAddress[room];
        CodeAddress[] stack = s_unwinder is { } live && live.Capture(frames[..room], out int count, out bool hasTransient)
            ? Shown(live, frames[Math.Min(Own + skip, count)..count], hasTransient)
            : Traced(skip + 1);
        return stack.Length == 0 ? [KnownFrames.Intern(s_noFrames, 0)] : stack;
    }

    private static CodeAddress[] Shown(LiveUnwinder live, Span<CodeAddress> frames, bool hasTransient)
    {
        if (hasTransient)
        {
            TransientFrames.Name(frames, live);
        }

        return frames.ToArray();
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static CodeAddress[] Traced(int skip)
    {
        Interlocked.Increment(ref s_fallbacks);
        CodeAddress[] stack = TracedStack.Capture(skip + 1);
        return stack.Length <= StackUnwinder.MaxFrames
            ? stack : [.. stack[..(StackUnwinder.MaxFrames - 1)], CodeAddress.Marker(StackMarker.Truncated)];
    }
}
