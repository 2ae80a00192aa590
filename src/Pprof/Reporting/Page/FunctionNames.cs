namespace Pprof.Reporting;

/// <summary>Functions numbered by name: overloads and instances of one name are one function, as in the pprof tool.</summary>
internal sealed class FunctionNames
{
    private readonly Dictionary<string, int> _numbers = [];
    private readonly Dictionary<string, int> _fileNumbers = [];
    private readonly List<string> _names = [];
    private readonly List<string> _files = [];
    private readonly List<int> _fileOf = [];
    private readonly List<long> _startLines = [];

    public IReadOnlyList<string> Names => _names;

    public IReadOnlyList<string> Files => _files;

    /// <summary>For each function, the number of its file.</summary>
    public IReadOnlyList<int> FileOf => _fileOf;

    /// <summary>For each function, the line where it begins, or 0.</summary>
    public IReadOnlyList<long> StartLines => _startLines;

    /// <summary>File and line of the first function of a name are kept.</summary>
    public int Add(string name, string file, long startLine)
    {
        if (!_numbers.TryGetValue(name, out int number))
        {
            _numbers.Add(name, number = _names.Count);
            _names.Add(name);
            _fileOf.Add(NumberOfFile(file));
            _startLines.Add(startLine);
        }

        return number;
    }

    private int NumberOfFile(string file)
    {
        if (!_fileNumbers.TryGetValue(file, out int number))
        {
            _fileNumbers.Add(file, number = _files.Count);
            _files.Add(file);
        }

        return number;
    }
}
