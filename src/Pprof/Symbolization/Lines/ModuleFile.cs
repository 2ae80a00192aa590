using System.Reflection;
using Pprof.Images;

namespace Pprof.Symbolization.Lines;

/// <summary>Where a module was loaded from. Any thread.</summary>
internal static class ModuleFile
{
    /// <summary>
    /// Its path. In a program published as a single file a module has none: then that of the file it would be beside the program, which is where its PDB lies, if that
    /// was not put into it. Empty for modules made in memory.
    /// </summary>
    public static string PathOf(Module module)
    {
        string location = module.Assembly.Location;
        bool isBundled = location.Length == 0 && !module.Assembly.IsDynamic && BundleFile.OfProgram is not null;
        return isBundled ? Path.Combine(AppContext.BaseDirectory, module.ScopeName) : location;
    }

    /// <summary>Its bytes; from the program's own file where it has no other. Null when there are none.</summary>
    public static Stream? TryOpen(string path) => TryOpenCopying(path) ?? BundleFile.OfProgram?.Open(Path.GetFileName(path));

    /// <summary>
    /// Null when it is no regular file, or cannot be read. A reader maps a bare FileStream into memory, and reading beyond the end
    /// of a file cut short meanwhile is a SIGBUS: hence the copying.
    /// </summary>
    public static Stream? TryOpenCopying(string path) =>
        RegularFile.TryOpen(path) is { } file ? new BufferedStream(new FileStream(file, FileAccess.Read, bufferSize: 0), 4096) : null;
}
