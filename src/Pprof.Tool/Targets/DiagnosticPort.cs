namespace Pprof.Tool.Targets;

/// <summary>
/// The socket by which a .NET process lets itself be asked: <c>dotnet-diagnostic-PID-KEY-socket</c> in its temporary folder, with the number that the
/// process has for itself.
/// </summary>
internal static class DiagnosticPort
{
    /// <summary>Path of the socket here, or null. Of several, which processes of the same number left behind, the newest.</summary>
    public static string? Find(TargetProcess target)
    {
        try
        {
            return new DirectoryInfo(target.PathHere(target.TemporaryFolder))
                .EnumerateFiles($"dotnet-diagnostic-{target.Status.InnerPid}-*-socket")
                .OrderByDescending(file => file.LastWriteTimeUtc)
                .FirstOrDefault()?.FullName;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
