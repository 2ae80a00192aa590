namespace Pprof.Images;

/// <summary>
/// Finds the file that holds the symbols of a stripped image, where debuggers look for it (GDB manual, "Debugging Information in Separate
/// Files"). A file counts only when its build id is the image's: a name alone proves nothing. Reads files; never throws.
/// </summary>
internal static class DebugFiles
{
    private const string SystemFolder = "/usr/lib/debug";
    private const int ShortestBuildId = 4;

    /// <summary>Its path, or null.</summary>
    /// <param name="image">The image.</param>
    /// <param name="file">Its own file, which may name the other; null when it is gone.</param>
    public static string? Find(ElfImage image, ElfFile? file) =>
        image.BuildId.Length < ShortestBuildId ? null : Candidates(image, file).FirstOrDefault(path => IsOf(path, image.BuildId));

    private static IEnumerable<string> Candidates(ElfImage image, ElfFile? file)
    {
        string folder = Path.GetDirectoryName(image.Path) ?? "/";
        string link = file?.Find(".gnu_debuglink") is { } section ? Path.GetFileName(file.Reader.ReadName(section.Offset)) : "";
        if (link.Length > 0)
        {
            yield return Path.Combine(folder, link);
            yield return Path.Combine(folder, ".debug", link);
            yield return SystemFolder + Path.Combine(folder, link);
        }

        // What dotnet-symbol fetches, also beside a library that names no such file.
        yield return image.Path + ".dbg";
        yield return $"{SystemFolder}/.build-id/{image.BuildId[..2]}/{image.BuildId[2..]}.debug";
        yield return Path.Combine(DebuginfodCache, image.BuildId, "debuginfo");
    }

    // As debuginfod-find(1) chooses it.
    private static string DebuginfodCache =>
        Environment.GetEnvironmentVariable("DEBUGINFOD_CACHE_PATH") is { Length: > 0 } chosen ? chosen
        : Environment.GetEnvironmentVariable("XDG_CACHE_HOME") is { Length: > 0 } cache ? Path.Combine(cache, "debuginfod_client")
        : Path.Combine(Environment.GetEnvironmentVariable("HOME") ?? "/", ".cache", "debuginfod_client");

    private static bool IsOf(string path, string buildId)
    {
        using ElfFile? file = ElfFile.TryOpen(path);
        return file is not null && file.BuildId == buildId && file.Find(ElfSectionHeader.SymbolTable) is not null;
    }
}
