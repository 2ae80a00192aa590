namespace Pprof.Sampling;

/// <summary>Where the agent's file may lie: as a build leaves it, as a package brings it, as a published program has it.</summary>
internal static class AgentFile
{
    public const string Name = "libPprof.HeapAgent.so";
    private const string Subfolder = "runtimes/linux-x64/native";
    private const string MuslSubfolder = "runtimes/linux-musl-x64/native";
    private static volatile string? s_folder;

    /// <summary>A folder to look into first, for a library that does not lie where it is loaded from. Null for none.</summary>
    public static string? Folder
    {
        get => s_folder;
        set => s_folder = value;
    }

    /// <summary>Null with a reason where there is none.</summary>
    public static string? TryFind(out string? reason) => TryFind(Folders(), out reason);

    internal static string? TryFind(IEnumerable<string> folders, out string? reason)
    {
        string[] candidates = [.. folders.Distinct().Select(folder => Path.Combine(folder, Name))];
        string? found = candidates.FirstOrDefault(File.Exists);
        reason = found is null
            ? $"the native agent {Name} is not there (looked at {string.Join(", ", candidates)}); it is built where there is a C compiler, "
                + "and belongs beside the program or in its folder " + Subfolder
            : null;
        return found;
    }

    private static IEnumerable<string> Folders()
    {
        // Where the host found the native files of all packages: in their own folders while developing, beside the program when published.
        string native = AppContext.GetData("NATIVE_DLL_SEARCH_DIRECTORIES") as string ?? "";
        string library = Path.GetDirectoryName(typeof(AgentFile).Assembly.Location) is { Length: > 0 } folder ? folder : AppContext.BaseDirectory;
        string[] own = [library, AppContext.BaseDirectory];
        return
        [
            .. Folder is { } first ? [first] : Array.Empty<string>(),
            .. own.Select(folder => Path.Combine(folder, Subfolder)), .. own.Select(folder => Path.Combine(folder, MuslSubfolder)), .. own,
            .. native.Split(':', StringSplitOptions.RemoveEmptyEntries).SelectMany(folder => new[] { folder, Path.Combine(folder, Subfolder), Path.Combine(folder, MuslSubfolder) }),
        ];
    }
}
