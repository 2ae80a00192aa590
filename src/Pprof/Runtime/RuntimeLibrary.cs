using System.Runtime.InteropServices;

namespace Pprof.Runtime;

/// <summary>Finds exported data of the runtime this process runs on.</summary>
internal static class RuntimeLibrary
{
    /// <summary>
    /// The address of an exported symbol, or 0. Loading the runtime's own library again only returns the handle it already
    /// has; a single-file program carries the runtime inside its executable, so that is asked when no such file exists.
    /// </summary>
    public static ulong FindExport(string name)
    {
        string path = Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "libcoreclr.so");
        if (!File.Exists(path) || !NativeLibrary.TryLoad(path, out nint library))
            library = NativeLibrary.GetMainProgramHandle();
        return NativeLibrary.TryGetExport(library, name, out nint address) ? (ulong)address : 0;
    }
}
