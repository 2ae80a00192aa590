namespace Pprof.Tests.Architecture;

/// <summary>The working tree these tests were built from.</summary>
internal static class Repository
{
    /// <summary>The folder that holds the solution; the test binaries lie somewhere below it.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>The library's source files, without what the build generates.</summary>
    public static IReadOnlyList<SourceFile> LibrarySources { get; } =
        [.. SourceFile.ReadAll(Path.Combine(Root, "src", "Pprof"))];

    public static string PathOf(params ReadOnlySpan<string> parts) => Path.Combine([Root, .. parts]);

    private static string FindRoot()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Pprof.slnx")))
            {
                return folder.FullName;
            }
        }

        throw new InvalidOperationException($"No Pprof.slnx above {AppContext.BaseDirectory}: run the tests from a clone.");
    }
}
