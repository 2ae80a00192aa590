using System.Diagnostics;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Pprof.Images;

namespace Pprof.Runtime;

/// <summary>
/// Asks the runtime which method lies at an address or behind a MethodDesc. Ordinary threads only: allocates, and must not
/// be asked about transient code that may be gone, because the runtime trusts the address.
/// <para>The first way is a private method of <see cref="StackFrame"/>, tried once when the class is first used; where it
/// is missing, <see cref="IsAvailable"/> is false and names come from events. The second is public.</para>
/// </summary>
internal static class MethodLookup
{
    /// <summary>Whether the private way exists in this runtime and works: it must name the method that asks.</summary>
    public static bool IsAvailable { get; } = Probe();

    /// <summary>The method whose code holds the address; null for stubs, native code, or when the way is not available.</summary>
    public static MethodBase? FromNativeIp(ulong ip) => IsAvailable ? Guarded(ip) : null;

    /// <summary>The method behind a MethodDesc pointer; null when the runtime does not accept it.</summary>
    public static MethodBase? FromMethodDesc(ulong methodDesc)
    {
        try
        {
            // With no declaring type given, the runtime takes the type from the MethodDesc: shared code of generic types included.
            return methodDesc == 0 ? null : MethodBase.GetMethodFromHandle(RuntimeMethodHandle.FromIntPtr((nint)methodDesc), default);
        }
        catch (Exception e) when (e is ArgumentException or NotSupportedException or InvalidOperationException or TypeLoadException)
        {
            return null;
        }
    }

    // The return address of the inner method lies on the stack a few words above its local: one of the words there must
    // be answered with the outer method. Any word may be asked about: the runtime looks it up in its ranges first.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static bool Probe() => FindOnOwnStack(MethodBase.GetCurrentMethod());

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static unsafe bool FindOnOwnStack(MethodBase? caller)
    {
        ulong local = 0;
        Span<ulong> words = stackalloc ulong[64];
        if (!SafeMemory.TryRead((ulong)&local, MemoryMarshal.AsBytes(words)))
            return false;
        foreach (ulong word in words)
        {
            if (word != 0 && caller is not null && Guarded(word) == caller)
                return true;
        }

        return false;
    }

    private static MethodBase? Guarded(ulong ip)
    {
        try
        {
            return GetMethodFromNativeIP(null, (nint)ip);
        }
        catch (Exception e) when (e is MissingMethodException or ArgumentException or NotSupportedException or TypeLoadException)
        {
            return null;
        }
    }

    [UnsafeAccessor(UnsafeAccessorKind.StaticMethod, Name = "GetMethodFromNativeIP")]
    private static extern MethodBase? GetMethodFromNativeIP(StackFrame? type, nint ip);
}
