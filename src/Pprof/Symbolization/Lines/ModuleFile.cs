using System.Reflection;

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

    /// <summary>Its bytes; from the program's own file where it has no other.</summary>
    /// <exception cref="IOException">There is no such file.</exception>
    public static Stream Open(string path)
    {
        string name = Path.GetFileName(path);
        return File.Exists(path) ? OpenCopying(path)
            : BundleFile.OfProgram?.Open(name) ?? throw new FileNotFoundException($"'{path}' is not there, nor is '{name}' in the program's file.", path);
    }

    // A reader maps a bare FileStream into memory, and reading beyond the end of a file cut short meanwhile is a SIGBUS.
    public static BufferedStream OpenCopying(string path) =>
        new(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete), 4096);
}
