using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Pprof.Images;

namespace Pprof.Runtime.DebugInfo;

/// <summary>
/// Lets the runtime tell native and IL offset of a method of ours, in two forms that are stored differently, and compares. A stack
/// trace reports the native offset of a frame: the word on the stack that equals method start plus that offset is its return address.
/// Runs once, on the thread that first asks; allocates.
/// </summary>
internal static class DebugInfoProbe
{
    /// <summary>Null when the maps agree with the runtime; else what does not.</summary>
    public static string? FindFault(JitDebugInfo debugInfo) => Straight(debugInfo) ?? Looping(debugInfo, 1);

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static string? Straight(JitDebugInfo debugInfo)
    {
        string? fault = Compare(debugInfo, nameof(Straight));
        GC.KeepAlive(debugInfo);
        return fault;
    }

    // A loop that starts unoptimized has on-stack replacement data before its maps.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static string? Looping(JitDebugInfo debugInfo, int times)
    {
        string? fault = null;
        for (int i = 0; i < times; i++)
        {
            fault ??= Compare(debugInfo, nameof(Looping));
        }

        return fault;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static unsafe string? Compare(JitDebugInfo debugInfo, string caller)
    {
        StackFrame frame = new(1, needFileInfo: false);
        ulong local = 0;
        Span<ulong> words = stackalloc ulong[256];
        if (frame.GetMethod()?.Name != caller || !SafeMemory.TryRead((ulong)&local, MemoryMarshal.AsBytes(words)))
        {
            return "the runtime's stack trace does not show the frames of the probe";
        }

        foreach (ulong word in words)
        {
            if (debugInfo.Code.TryFindMethod(word - 1, out MethodCode found) && word - found.Start == (ulong)frame.GetNativeOffset())
            {
                return Compare(debugInfo, found, frame);
            }
        }

        return "no return address on the stack fits the runtime's stack trace";
    }

    // Where our own code was compiled ahead of time it has no header, and proves nothing. Straight is always compiled here.
    private static string? Compare(JitDebugInfo debugInfo, in MethodCode code, StackFrame frame)
    {
        if (code.IsReadyToRun)
        {
            return null;
        }

        int? ours = debugInfo.Read(code)?.ILOffsetAt((uint)frame.GetNativeOffset() - 1);
        return ours == frame.GetILOffset() ? null : $"the runtime says IL offset {frame.GetILOffset()}, its debug information reads as {ours}";
    }
}
