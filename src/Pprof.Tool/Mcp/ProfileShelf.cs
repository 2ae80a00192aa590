using System.Globalization;
using ModelContextProtocol;

namespace Pprof.Tool.Mcp;

/// <summary>The profiles that were recorded for the assistant, by short names such as <c>cpu-1</c>. In a folder that only this user can read.</summary>
internal sealed class ProfileShelf : IDisposable
{
    private const string Ending = ".pb.gz";

    private readonly string _folder;
    private readonly bool _isTemporary;
    private int _last;

    /// <param name="folder">Where they stay; null for a folder that goes with the server.</param>
    public ProfileShelf(string? folder)
    {
        _isTemporary = folder is null;
        _folder = folder is null ? Directory.CreateTempSubdirectory("pprof-mcp-").FullName : Directory.CreateDirectory(folder).FullName;
    }

    /// <summary>A folder in it for one recording.</summary>
    public string NewFolder() => Directory.CreateDirectory(Path.Combine(_folder, Path.GetRandomFileName())).FullName;

    /// <summary>A name that was not used, and its file.</summary>
    private (string Name, string File) New(string kind)
    {
        string name, file;
        do
        {
            name = string.Create(CultureInfo.InvariantCulture, $"{kind}-{Interlocked.Increment(ref _last)}");
            file = FileOf(name);
        }
        while (File.Exists(file));

        return (name, file);
    }

    /// <summary>Puts what several kinds were recorded into on the shelf.</summary>
    /// <param name="folder">Of a recording, with a file of each kind; it goes.</param>
    /// <param name="kinds">Each with a file.</param>
    public IReadOnlyList<(string Name, string File)> Take(string folder, IReadOnlyList<string> kinds)
    {
        List<(string Name, string File)> taken = [];
        foreach (string kind in kinds)
        {
            (string name, string file) = New(kind);
            File.Move(Path.Combine(folder, kind + Ending), file);
            taken.Add((name, file));
        }

        Directory.Delete(folder, recursive: true);
        return taken;
    }

    /// <summary>Those there are, the oldest first.</summary>
    public IEnumerable<(string Name, FileInfo File)> All => new DirectoryInfo(_folder).GetFiles("*" + Ending)
        .OrderBy(file => file.LastWriteTimeUtc).Select(file => (file.Name[..^Ending.Length], file));

    /// <summary>What a command is given for a name of this shelf, a file, or an address. Never something that it could take for an option.</summary>
    /// <exception cref="McpException">There is no such profile.</exception>
    public string SourceOf(string profile)
    {
        if (profile.StartsWith("http://", StringComparison.OrdinalIgnoreCase) || profile.StartsWith("https://", StringComparison.OrdinalIgnoreCase))
        {
            return profile;
        }

        string own = FileOf(Path.GetFileName(profile));
        return own == FileOf(profile) && File.Exists(own) ? own
            : File.Exists(profile) ? Path.GetFullPath(profile)
            : throw new McpException($"There is no profile '{profile}'. list_profiles names those that were recorded; a file or an http address will do, too.");
    }

    public void Dispose()
    {
        if (_isTemporary)
        {
            Directory.Delete(_folder, recursive: true);
        }
    }

    private string FileOf(string name) => Path.Combine(_folder, name + Ending);
}
