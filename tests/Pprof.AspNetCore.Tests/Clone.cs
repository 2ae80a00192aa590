namespace Pprof.AspNetCore.Tests;

/// <summary>The working tree these tests were built from.</summary>
internal static class Clone
{
    public static string Root { get; } = FindRoot();

    private static string FindRoot()
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Pprof.slnx")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new InvalidOperationException($"No Pprof.slnx above {AppContext.BaseDirectory}: run the tests from a clone.");
    }
}
