using System.Text;

namespace Pprof.Tool.Targets;

/// <summary>The files of one process in <c>/proc</c>. What may not be read, or is gone, is null.</summary>
internal static class ProcFiles
{
    public static string PathOf(int pid, string file) => $"/proc/{pid}/{file}";

    public static bool Exists(int pid) => Directory.Exists($"/proc/{pid}");

    public static string? Text(int pid, string file)
    {
        try
        {
            return File.ReadAllText(PathOf(pid, file));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Words that are separated by NUL, as those of <c>cmdline</c> and <c>environ</c>.</summary>
    public static IReadOnlyList<string>? Words(int pid, string file)
    {
        try
        {
            return Encoding.UTF8.GetString(File.ReadAllBytes(PathOf(pid, file))).TrimEnd('\0').Split('\0');
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Where a link leads: of <c>exe</c>, <c>root</c>, <c>ns/mnt</c>.</summary>
    public static string? Link(int pid, string file)
    {
        try
        {
            return File.ResolveLinkTarget(PathOf(pid, file), returnFinalTarget: false) is { } target ? NameOf(target) : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    // "mnt:[4026531841]" is no path, and comes back as one beside the link.
    private static string NameOf(FileSystemInfo target) => target.Name.Contains(":[", StringComparison.Ordinal) ? target.Name : target.FullName;
}
