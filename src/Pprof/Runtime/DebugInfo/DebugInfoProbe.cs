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
    public static string? FindFault(CodeMap code)
    {
        string? fault = Straight(code);
        return fault ?? Looping(code, 1);
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static string? Straight(CodeMap code)
    {
        string? fault = Compare(code, nameof(Straight));
        GC.KeepAlive(code);
        return fault;
    }

    // A loop that starts unoptimized has on-stack replacement data before its maps.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static string? Looping(CodeMap code, int times)
    {
        string? fault = null;
        for (int i = 0; i < times; i++)
        {
            fault ??= Compare(code, nameof(Looping));
        }

        return fault;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static unsafe string? Compare(CodeMap code, string caller)
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
            if (code.TryFindMethod(word - 1, out MethodCode found) && word - found.Start == (ulong)frame.GetNativeOffset())
            {
                return Compare(found, frame);
            }
        }

        return "no return address on the stack fits the runtime's stack trace";
    }

    private static string? Compare(in MethodCode code, StackFrame frame)
    {
        int? ours = JitDebugInfo.Read(code)?.ILOffsetAt((uint)frame.GetNativeOffset() - 1);
        return ours == frame.GetILOffset() ? null : $"the runtime says IL offset {frame.GetILOffset()}, its debug information reads as {ours}";
    }
}
