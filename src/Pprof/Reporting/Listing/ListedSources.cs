using Pprof.Format;

namespace Pprof.Reporting;

/// <summary>
/// Finds the source files that a profile names: at the path where they were compiled, below the folders of
/// <c>--source-path</c> and their parents, or embedded in
/// the portable PDB of a library of the profile. Only regular files are opened: a name comes from the profile, and a
/// pipe of that name would block for ever.
/// </summary>
internal sealed class ListedSources : ISourceText
{
    private const long Largest = 64 << 20;
    private static readonly char[] s_slashes = ['/', '\\'];

    private readonly Dictionary<string, IReadOnlyList<string>?> _known = [];
    private readonly ReportOptions _options;
    private readonly ListedPdbs _embedded;

    public ListedSources(ProfileData profile, ReportOptions options)
    {
        _options = options;
        _embedded = new ListedPdbs(Folders(options), [.. profile.Mappings.Select(mapping => mapping.FileName)]);
    }

    public bool TryRead(string file, out IReadOnlyList<string> lines, out string why)
    {
        if (!_known.TryGetValue(file, out IReadOnlyList<string>? known))
        {
            _known.Add(file, known = Find(file));
        }

        lines = known ?? [];
        why = known is null
            ? $"could not find file {DisplayText.Escape(file)} on path {string.Join(':', Folders(_options))}; name the folder where it is now with --source-path, and what to cut off with --trim-path"
            : "";
        return known is not null;
    }

    /// <summary>The text of a file that somebody else named; null when it is none, or not a regular one.</summary>
    internal static string? ReadRegular(string path)
    {
        try
        {
            // A pipe and a device have no length.
            FileInfo info = new(path);
            return info.Exists && info.Length is > 0 and <= Largest ? File.ReadAllText(path) : null;
        }
        catch (Exception e) when (
            e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            return null;
        }
    }

    private static List<string> Folders(ReportOptions options)
    {
        List<string> named = [.. SourcePaths.Split(options.SourcePath)];
        return named.Count > 0 ? named : [Environment.CurrentDirectory];
    }

    private string[]? Find(string file)
    {
        string? text = Candidates(file).Select(ReadRegular)
            .FirstOrDefault(content => content is not null) ?? _embedded.Find(file);
        return text?.Split('\n').Select(line => line.TrimEnd('\r')).ToArray() is not { } lines ? null
            : lines is [.., ""] ? lines[..^1] : lines;
    }

    private IEnumerable<string> Candidates(string file)
    {
        if (Path.IsPathFullyQualified(file))
        {
            return [file, .. NamedFolders(LastParts(file))];
        }

        return Folders(_options).SelectMany(folder => Upward(folder, file)).Concat(NamedFolders(LastParts(file)));
    }

    /// <summary>
    /// A folder that was named is where the sources are now: the file is there under the last parts of its old path, as
    /// many as fit.
    /// </summary>
    private IEnumerable<string> NamedFolders(IEnumerable<string> tails) =>
        SourcePaths.Split(_options.SourcePath).SelectMany(folder => tails.Select(tail => Path.Combine(folder, tail)));

    private static IEnumerable<string> LastParts(string file)
    {
        string[] parts = file.Split(s_slashes, StringSplitOptions.RemoveEmptyEntries);
        return Enumerable.Range(0, parts.Length).Select(skip => string.Join('/', parts.Skip(skip)));
    }

    private static IEnumerable<string> Upward(string folder, string file)
    {
        for (string? at = Path.GetFullPath(folder); at is not null; at = Path.GetDirectoryName(at))
        {
            yield return Path.Combine(at, file);
        }
    }
}
