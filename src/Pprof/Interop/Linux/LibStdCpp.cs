using System.Runtime.InteropServices;

namespace Pprof.Interop;

/// <summary>The C++ library that the runtime itself is linked with.</summary>
internal static partial class LibStdCpp
{
    /// <summary>
    /// <c>abi::__cxa_demangle</c> of the Itanium C++ ABI: a mangled name to text in memory of <c>malloc</c>; null, with a status below 0, for
    /// what is no mangled name.
    /// </summary>
    [LibraryImport("libstdc++.so.6", EntryPoint = "__cxa_demangle", StringMarshalling = StringMarshalling.Utf8)]
    internal static unsafe partial byte* Demangle(string name, byte* buffer, nuint* length, int* status);
}
