namespace BenchCommon;

/// <summary>Shows results as they come and keeps them under <c>bench/results</c>.</summary>
public sealed class ResultFile
{
    private readonly string _path;
    private readonly List<string> _parts = [];

    public ResultFile(string name, string title, string command)
    {
        _path = Path.Combine(RepositoryRoot(), "bench", "results", name + ".md");
        Add($"# {title}\n");
        Add(Machine.Describe(command));
    }

    public void Add(string part)
    {
        ArgumentNullException.ThrowIfNull(part);
        Console.WriteLine(part);
        _parts.Add(part.TrimEnd('\n') + "\n");
        // After every part: a run that is broken off leaves what it has measured.
        Directory.CreateDirectory(Path.GetDirectoryName(_path)!);
        File.WriteAllText(_path, string.Join('\n', _parts));
    }

    public void Add(string heading, string explanation, MarkdownTable table) => Add($"## {heading}\n\n{explanation}\n\n{table}");

    public static string RepositoryRoot()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Pprof.slnx")))
            {
                return folder.FullName;
            }
        }

        throw new InvalidOperationException($"No Pprof.slnx above {AppContext.BaseDirectory}: run the benchmark from a clone.");
    }
}
