using System.Globalization;
using Pprof.Export.Collecting;
using Pprof.Export.Delivery;

namespace Pprof.Export.Folder;

/// <summary>
/// Files in a folder, the oldest deleted. A file appears under its name when it is whole. Other files in the folder are
/// left alone.
/// </summary>
internal sealed class FolderTarget(FolderExport folder, TimeProvider clock) : ITarget
{
    private const string Prefix = "pprof-";
    private const string Suffix = ".pb.gz";

    private static long s_number;

    public string Name => folder.Path;

    public async Task SendAsync(ExportedProfile profile, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(folder.Path);
        string path = Path.Combine(folder.Path, NameOf(profile));
        string unfinished = path + ".part";
        try
        {
            await File.WriteAllBytesAsync(unfinished, profile.File, cancellationToken).ConfigureAwait(false);
            File.Move(unfinished, path);
        }
        catch
        {
            File.Delete(unfinished);
            throw;
        }

        DeleteOld();
    }

    public void Dispose()
    {
    }

    // When, which, of whom; the number keeps names apart when the clock was set back.
    private static string NameOf(ExportedProfile profile) => string.Create(
        CultureInfo.InvariantCulture,
        $"{Prefix}{profile.End.UtcDateTime:yyyyMMdd'T'HHmmss'Z'}-{FileName(profile.Kind)}-{Environment.ProcessId}-{Interlocked.Increment(ref s_number):D6}{Suffix}");

    private static string FileName(string kind) => string.Concat(kind.Select(one => char.IsAsciiLetterOrDigit(one) || one is '.' or '_' ? one : '_'));

    private void DeleteOld()
    {
        DateTime oldest = clock.GetUtcNow().UtcDateTime - folder.MaxAge;
        long bytes = 0;
        foreach (FileInfo file in new DirectoryInfo(folder.Path).EnumerateFiles($"{Prefix}*{Suffix}").OrderByDescending(file => file.LastWriteTimeUtc))
        {
            bytes += LengthOf(file);
            if (bytes > folder.MaxBytes || file.LastWriteTimeUtc < oldest)
            {
                TryDelete(file);
            }
        }
    }

    // Another process may have deleted it meanwhile.
    private static long LengthOf(FileInfo file) => file.Exists ? file.Length : 0;

    private static void TryDelete(FileInfo file)
    {
        try
        {
            file.Delete();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Somebody else's affair; the next one tries again.
        }
    }
}
