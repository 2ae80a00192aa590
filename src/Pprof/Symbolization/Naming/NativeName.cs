using System.Runtime.InteropServices;
using Pprof.Interop;

namespace Pprof.Symbolization.Naming;

/// <summary>
/// Names of C++ functions as their source says them: <c>_ZN4shop4Cart5totalEi</c> is <c>shop::Cart::total(int)</c>. The C++ library
/// that the runtime is linked with does it; where there is none, names stay as they are. Any thread; does not throw.
/// </summary>
internal static class NativeName
{
    // The library works with the stack in the depth of the name. The longest names in use have some thousand letters.
    private const int LongestName = 2048;
    private static bool s_isMissing;

    public static string Readable(string name) => IsMangled(name) && Demangle(name) is { Length: > 0 } readable ? readable : name;

    private static bool IsMangled(string name) => name.StartsWith("_Z", StringComparison.Ordinal) && name.Length <= LongestName && !s_isMissing;

    private static unsafe string? Demangle(string name)
    {
        try
        {
            int status;
            byte* text = LibStdCpp.Demangle(name, null, null, &status);
            string? readable = Marshal.PtrToStringUTF8((nint)text);
            NativeMemory.Free(text);
            return status == 0 ? readable : null;
        }
        catch (Exception failure) when (failure is DllNotFoundException or EntryPointNotFoundException)
        {
            s_isMissing = true;
            return null;
        }
    }
}
