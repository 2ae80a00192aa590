namespace Pprof.TestSupport;

/// <summary>
/// <c>go tool pprof</c>, the program our files are for. Its folders are redirected to a temporary one, so that it finds no binaries and no
/// settings of the machine it runs on and leaves nothing there.
/// </summary>
public static class GoPprof
{
    /// <summary>Ends the test as skipped (in CI: failed) when Go is not installed.</summary>
    public static void Require() => ExternalTool.Require("go", "apt-get install golang-go");

    /// <summary>Writes the profile to a file and runs <c>go tool pprof arguments file</c>: <c>-top</c>, <c>-raw</c>, <c>-traces</c>, <c>-list=regex</c>.</summary>
    public static ToolResult Run(byte[] profile, params IEnumerable<string> arguments)
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("go-pprof-");
        try
        {
            string file = Path.Combine(folder.FullName, "profile.pb.gz");
            File.WriteAllBytes(file, profile);
            return RunIn(folder.FullName, [.. arguments, file]);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <summary>Runs <c>go tool pprof arguments file</c> on a file that exists.</summary>
    public static ToolResult RunOnFile(string file, params IEnumerable<string> arguments)
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("go-pprof-");
        try
        {
            return RunIn(folder.FullName, [.. arguments, file]);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static ToolResult RunIn(string folder, IEnumerable<string> arguments) =>
        ExternalTool.Run("go", ["tool", "pprof", .. arguments], new Dictionary<string, string>
        {
            ["HOME"] = folder,
            ["XDG_CONFIG_HOME"] = folder,
            ["GOCACHE"] = folder,
            ["PPROF_TMPDIR"] = folder,
            ["PPROF_BINARY_PATH"] = folder,
        });
}
