namespace Pprof.Reporting;

/// <summary>Functions numbered by name, and places in files: overloads and instances of one name are one function, as in the pprof tool, and may lie in several files.</summary>
internal sealed class FunctionNames
{
    /// <summary>Place of code whose line is not known.</summary>
    public const int NoPlace = 0;

    private readonly Dictionary<string, int> _numbers = [];
    private readonly Dictionary<string, int> _fileNumbers = [];
    private readonly Dictionary<(int File, long Line), int> _placeNumbers = [];
    private readonly List<string> _names = [];
    private readonly List<string> _files = [];
    private readonly List<int> _fileOf = [];
    private readonly List<long> _startLines = [];
    private readonly List<(int File, long Line)> _places = [];

    public FunctionNames() => _places.Add((NumberOfFile(""), 0));

    public IReadOnlyList<string> Names => _names;

    public IReadOnlyList<string> Files => _files;

    /// <summary>For each function, the number of its file.</summary>
    public IReadOnlyList<int> FileOf => _fileOf;

    /// <summary>For each function, the line where it begins, or 0.</summary>
    public IReadOnlyList<long> StartLines => _startLines;

    /// <summary>Lines in files, each once; the first is <see cref="NoPlace"/>.</summary>
    public IReadOnlyList<(int File, long Line)> Places => _places;

    /// <summary>File and line of the first function of a name that has a file are kept: an async method's way to its state machine has none.</summary>
    public int Add(string name, string file, long startLine)
    {
        if (!_numbers.TryGetValue(name, out int number))
        {
            _numbers.Add(name, number = _names.Count);
            _names.Add(name);
            _fileOf.Add(NumberOfFile(file));
            _startLines.Add(startLine);
        }
        else if (file.Length > 0 && _files[_fileOf[number]].Length == 0)
        {
            (_fileOf[number], _startLines[number]) = (NumberOfFile(file), startLine);
        }

        return number;
    }

    public int AddPlace(string file, long line)
    {
        if (line == 0)
        {
            return NoPlace;
        }

        (int File, long Line) place = (NumberOfFile(file), line);
        if (!_placeNumbers.TryGetValue(place, out int number))
        {
            _placeNumbers.Add(place, number = _places.Count);
            _places.Add(place);
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
