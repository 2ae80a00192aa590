using System.Reflection;
using System.Runtime.InteropServices;
using Pprof.Images;
using Pprof.Runtime;

namespace Pprof.Unwinding.Fallback;

/// <summary>
/// Finds a jitted method's start without tables or events: the runtime names the method at an address, also at the padding
/// behind a method, and methods begin at multiples of 16. The start is the nearest such address below that looks like one,
/// or else the lowest that is still answered with the same method. Versions of one method often lie side by side, so the
/// looks matter: the word before a method's first instruction points to a header that names the method.
/// Any thread; allocates.
/// </summary>
internal sealed class ProbedRanges
{
    private const ulong Alignment = 16;

    // Larger methods exist only in generated code.
    private const ulong LongestMethod = 1 << 20;

    // The header's first words, among them the MethodDesc.
    private const int HeaderWords = 6;

    /// <summary>First instruction of the jitted method that holds the address.</summary>
    public static bool TryFindStart(ulong address, out ulong start)
    {
        start = address & ~(Alignment - 1);
        MethodBase? method = MethodLookup.FromNativeIp(address);
        if (method is null)
            return false;
        ulong methodDesc = DescOf(method);
        while (address - start < LongestMethod && !LooksLikeStart(start, methodDesc) && MethodLookup.FromNativeIp(start - Alignment) == method)
            start -= Alignment;
        return true;
    }

    private static bool LooksLikeStart(ulong address, ulong methodDesc)
    {
        Span<byte> code = stackalloc byte[8];
        return (SafeMemory.TryRead(address, code) && ReplacedMethod.StartsAt(code)) || HasHeader(address, methodDesc);
    }

    private static bool HasHeader(ulong address, ulong methodDesc)
    {
        Span<ulong> header = stackalloc ulong[HeaderWords];
        return methodDesc != 0
            && SafeMemory.TryRead(address - sizeof(ulong), out ulong pointer) && pointer % sizeof(ulong) == 0
            && SafeMemory.TryRead(pointer, MemoryMarshal.AsBytes(header)) && header.Contains(methodDesc);
    }

    // A DynamicMethod has no handle; it has no other versions either.
    private static ulong DescOf(MethodBase method) => method.DeclaringType is null ? 0 : (ulong)method.MethodHandle.Value;
}
