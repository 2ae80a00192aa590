using System.Text;

namespace Pprof.Reporting;

/// <summary>
/// Finds the source files that a profile names: below the given folders, at the recorded place, or inside the PDB of an assembly that the
/// profile names. What a profile names was chosen by whoever wrote it, so only regular files with the extension of a programming language
/// are read, and no more of each than a source file has.
/// </summary>
/// <param name="folders">Where to look first: the recorded path is tried below each, then ever shorter ends of it.</param>
/// <param name="assemblies">Files that may have, or have beside them, a PDB with sources.</param>
internal sealed class SourceFinder(IReadOnlyList<string> folders, IEnumerable<string> assemblies)
{
    private const long MostBytes = 4 << 20;

    private static readonly HashSet<string> s_extensions = new(StringComparer.OrdinalIgnoreCase)
    {
        ".cs", ".fs", ".fsx", ".fsi", ".vb", ".razor", ".cshtml", ".il", ".xaml", ".go", ".c", ".cc", ".cpp", ".cxx", ".h", ".hpp", ".inl", ".rs",
        ".java", ".kt", ".scala", ".py", ".js", ".mjs", ".ts", ".tsx", ".rb", ".php", ".swift", ".m", ".mm", ".s", ".asm", ".zig", ".lua", ".ex", ".erl", ".hs",
    };

    private readonly Lazy<EmbeddedSources> _embedded = new(() => new EmbeddedSources(assemblies));

    /// <summary>The lines of a file, or null when it is not found. Never throws.</summary>
    /// <param name="recorded">The path as the profile has it, of any system.</param>
    public IReadOnlyList<string>? Find(string recorded)
    {
        if (!s_extensions.Contains(Path.GetExtension(recorded)))
        {
            return null;
        }

        foreach (string path in Candidates(recorded))
        {
            if (Read(path) is { } text)
            {
                return Lines(text);
            }
        }

        return _embedded.Value.Find(recorded) is { } embedded ? Lines(embedded) : null;
    }

    private static string[] Lines(string text) => text.ReplaceLineEndings("\n").Split('\n');

    private IEnumerable<string> Candidates(string recorded)
    {
        string[] parts = recorded.Replace('\\', '/').Split('/', StringSplitOptions.RemoveEmptyEntries);
        bool leavesFolder = parts.Contains("..");
        foreach (string folder in folders)
        {
            for (int i = 0; i < parts.Length && !leavesFolder; i++)
            {
                yield return Path.Combine([folder, .. parts[i..]]);
            }
        }

        if (Path.IsPathFullyQualified(recorded))
        {
            yield return recorded;
        }
    }

    // A pipe and a device have no length: opening one could wait for ever.
    private static string? Read(string path)
    {
        try
        {
            FileInfo file = new(path);
            return file is { Exists: true, Length: > 0 and <= MostBytes } ? File.ReadAllText(path, Encoding.UTF8) : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            return null;
        }
    }
}
