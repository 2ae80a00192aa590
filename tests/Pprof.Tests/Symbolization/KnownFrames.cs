using System.Diagnostics;
using System.Reflection;
using System.Runtime.CompilerServices;
using Pprof.Images;
using Pprof.Runtime;
using Pprof.Unwinding;

namespace Pprof.Tests.Symbolization;

/// <summary>
/// The call instructions of the current stack, each beside what the runtime's own stack trace says of it. A word of the stack is the return address of a frame
/// when the code map's method start plus the offset that the trace reports gives exactly that word.
/// </summary>
internal static class KnownFrames
{
    private static readonly CodeMap s_map = CreateMap();

    [MethodImpl(MethodImplOptions.NoInlining)]
    public static unsafe IReadOnlyList<KnownFrame> Capture()
    {
        ulong local = 0;
        StackTrace trace = new(1, fNeedFileInfo: true);
        List<KnownFrame> sites = [];
        ulong at = (ulong)&local;
        foreach (StackFrame frame in trace.GetFrames())
        {
            if (FindReturnAddress(frame, ref at) is { } found)
            {
                sites.Add(new KnownFrame(CodeAddress.Managed(found - 1), frame));
            }
        }

        return sites;
    }

    /// <summary>The frame of the caller alone.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static KnownFrame CaptureOne(MethodBase caller) => Capture().First(site => IsSame(site.Frame.GetMethod(), caller));

    // 64 KB reach further than any frame of these tests; the walk moves up the stack with the frames.
    private static ulong? FindReturnAddress(StackFrame frame, ref ulong at)
    {
        for (ulong slot = at; slot < at + 65536 && SafeMemory.TryRead(slot, out ulong word); slot += sizeof(ulong))
        {
            if (s_map.TryFindMethod(word - 1, out MethodCode code) && word - code.Start == (ulong)frame.GetNativeOffset()
                && IsSame(MethodLookup.FromNativeIp(word - 1), frame.GetMethod()))
            {
                at = slot + sizeof(ulong);
                return word;
            }
        }

        return null;
    }

    // A trace shows generic methods by their definition, an address the instantiation that runs.
    public static bool IsSame(MethodBase? left, MethodBase? right) =>
        left is not null && right is not null && left.Name == right.Name && left.DeclaringType?.Name == right.DeclaringType?.Name
        && (left.DeclaringType is null || (left.MetadataToken == right.MetadataToken && left.Module == right.Module));

    private static CodeMap CreateMap() =>
        ContractDescriptor.TryLoad(out string? reason) is { } descriptor && CodeMap.TryCreate(descriptor, out reason) is { } map
            ? map
            : throw new InvalidOperationException(reason);
}
