namespace Pprof.Tool.Recording;

/// <summary>Writes each profile to a file of its own, which has its name only when it is complete.</summary>
internal sealed class FileSink : ProfileSink, IDisposable
{
    private const string Unfinished = ".part";
    private readonly Dictionary<string, FileStream> _files = [];
    private readonly Dictionary<string, RecordedProfile> _results = [];

    /// <param name="paths">Of each kind, the file.</param>
    /// <exception cref="ToolException">A file cannot be made: found out before anything is recorded.</exception>
    public FileSink(IReadOnlyDictionary<string, string> paths)
        : base([.. paths.Keys])
    {
        foreach ((string kind, string path) in paths)
        {
            _results[kind] = new RecordedProfile(kind, path, null);
            _files[kind] = Create(path + Unfinished);
        }
    }

    /// <summary>In the order they were named.</summary>
    public IReadOnlyList<RecordedProfile> Results => [.. Kinds.Select(kind => _results[kind])];

    public void Dispose() => FailOpen(Kinds, "The recording was given up.");

    protected override void OnBytes(string kind, ReadOnlySpan<byte> bytes) => _files[kind].Write(bytes);

    protected override void OnEnd(string kind, string? failure)
    {
        RecordedProfile result = _results[kind];
        _files[kind].Dispose();
        if (failure is null)
        {
            File.Move(result.Path + Unfinished, result.Path, overwrite: true);
        }
        else
        {
            File.Delete(result.Path + Unfinished);
            _results[kind] = result with { Failure = failure };
        }
    }

    private FileStream Create(string path)
    {
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
            return File.Create(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            FailOpen([.. _files.Keys], "");
            throw new ToolException($"'{path[..^Unfinished.Length]}' cannot be written: {e.Message} Name another place with -o.");
        }
    }
}
