using System.Collections.Concurrent;
using System.Diagnostics;
using System.Reflection;
using System.Runtime.CompilerServices;
using Pprof.Runtime;
using Pprof.Symbolization;
using Pprof.Symbolization.Naming;
using Pprof.Unwinding;

namespace Pprof.Profiles.OwnStack;

/// <summary>
/// The calling thread's stack as the runtime's own <see cref="StackTrace"/> tells it: slow, and right everywhere. Names and
/// lines are found here, because a trace has no addresses; those of a place in a method met before are remembered.
/// Any thread; never throws.
/// </summary>
internal static class TracedStack
{
    // Of a program where every Add goes this way; the names themselves are kept for as long as the process lives.
    private const int MostRemembered = 1 << 16;

    private static readonly ConcurrentDictionary<(MethodBase Method, int Offset), CodeAddress> s_places = [];
    private static int s_remembered;

    /// <param name="skip">With 0 the first frame is the caller of this method.</param>
    /// <returns>Leaf first; empty when all frames were left out.</returns>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static CodeAddress[] Capture(int skip)
    {
        StackFrame[] frames = new StackTrace(skip + 1, fNeedFileInfo: false).GetFrames();
        CodeAddress[] stack = new CodeAddress[frames.Length];
        // Files and lines are asked for, which takes a hundred times as long, only when a frame is new.
        if (!TryRecall(frames, stack))
        {
            Learn(new StackTrace(skip + 1, fNeedFileInfo: true).GetFrames(), stack);
        }

        return [.. stack.Where(address => address != default)];
    }

    private static bool TryRecall(StackFrame[] frames, CodeAddress[] stack)
    {
        for (int i = 0; i < frames.Length; i++)
        {
            if (frames[i].GetMethod() is { } method && !s_places.TryGetValue((method, frames[i].GetILOffset()), out stack[i]))
            {
                return false;
            }
        }

        return true;
    }

    private static void Learn(StackFrame[] frames, CodeAddress[] stack)
    {
        for (int i = 0; i < Math.Min(frames.Length, stack.Length); i++)
        {
            stack[i] = frames[i].GetMethod() is { } method ? AddressOf(frames[i], method) : default;
        }
    }

    private static CodeAddress AddressOf(StackFrame frame, MethodBase method)
    {
        FunctionSymbol function = new(MethodNames.Readable(method), MethodNames.System(method), frame.GetFileName() ?? "")
        {
            Module = CodeModule.Of(method),
        };
        CodeAddress address = KnownFrames.Intern(function, frame.GetFileLineNumber());
        // A method that may be unloaded is not held on to.
        bool isKept = method.DeclaringType is not null && !method.IsCollectible && s_remembered < MostRemembered;
        if (isKept && s_places.TryAdd((method, frame.GetILOffset()), address))
        {
            Interlocked.Increment(ref s_remembered);
        }

        return address;
    }
}
