using System.Diagnostics;
using System.Reflection;
using System.Runtime.CompilerServices;
using Pprof.Symbolization;
using Pprof.Symbolization.Naming;
using Pprof.Unwinding;

namespace Pprof.Recording;

/// <summary>The calling thread's stack as the runtime's own <see cref="StackTrace"/> tells it: slow, and right everywhere.</summary>
internal static class TracedStack
{
    private static readonly FunctionSymbol s_noFrames = new("[no frames]", "a stack of which all frames were skipped");

    /// <param name="skip">With 0 the first frame is the caller of this method.</param>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static CodeAddress[] Capture(int skip)
    {
        StackFrame[] frames = new StackTrace(skip + 1).GetFrames();
        CodeAddress[] stack = [.. frames.Select(frame => frame.GetMethod()).OfType<MethodBase>().Select(AddressOf)];
        return stack.Length == 0 ? [KnownFrames.Intern(s_noFrames, 0)] : stack;
    }

    private static CodeAddress AddressOf(MethodBase method) =>
        KnownFrames.Intern(new FunctionSymbol(MethodNames.Readable(method), MethodNames.System(method)), 0);
}
