using Pprof.Format;

namespace Pprof.Reporting;

/// <summary>
/// The rows that a profile can have in a report, and for each location those it stands for, innermost first.
/// </summary>
internal sealed class NodeTable
{
    private readonly Dictionary<NodeInfo, int> _numbers = [];
    private readonly List<NodeInfo> _infos = [];
    private readonly Dictionary<Function, (string Name, string File)> _texts = new(ReferenceEqualityComparer.Instance);
    private readonly ReportOptions _options;
    private readonly bool _keepsObjects;
    private readonly ReadBudget _budget;

    /// <param name="profile">Not changed.</param>
    /// <param name="options">Say what makes a row.</param>
    /// <param name="keepsObjects">Functions of one name in two binaries are two.</param>
    /// <param name="budget">Pays for the rows.</param>
    public NodeTable(ProfileData profile, ReportOptions options, bool keepsObjects, ReadBudget budget)
    {
        _options = options;
        _keepsObjects = keepsObjects;
        _budget = budget;
        Nodes = new LocationMap<int[]>(profile.Locations, NodesOf);
    }

    public IReadOnlyList<NodeInfo> Infos => _infos;

    public LocationMap<int[]> Nodes { get; }

    private bool HasFile => _options.Granularity is not Granularity.Functions;

    private bool HasName => _options.Granularity is not Granularity.Files;

    private bool HasLine => _options.Granularity is Granularity.Lines or Granularity.Addresses;

    private bool HasAddress => _options.Granularity is Granularity.Addresses;

    private int[] NodesOf(Location location)
    {
        ulong address = HasAddress ? location.Address : 0;
        string binary = location.Mapping?.FileName ?? "";
        if (location.Lines.Count == 0)
        {
            return [NumberOf(new NodeInfo("", address, "", 0, 0, binary))];
        }

        IEnumerable<Line> lines = _options.NoInlines ? [location.Lines[^1]] : location.Lines;
        return [.. lines.Select(line => NumberOf(InfoOf(line, address, binary)))];
    }

    private NodeInfo InfoOf(Line line, ulong address, string binary)
    {
        (string name, string file) = TextsOf(line.Function);
        bool isPlaced = _keepsObjects || name.Length == 0;
        return new NodeInfo(
            name, address, file, isPlaced ? line.Function.StartLine : 0, HasLine ? line.LineNumber : 0, isPlaced
            ? binary : "");
    }

    private (string Name, string File) TextsOf(Function function)
    {
        if (!_texts.TryGetValue(function, out (string Name, string File) texts))
        {
            string file = HasFile
                ? SourcePaths.Clean(SourcePaths.Trim(function.FileName, _options.TrimPath, _options.SourcePath)) : "";
            _texts.Add(function, texts = (HasName ? function.Name : "", file));
        }

        return texts;
    }

    private int NumberOf(NodeInfo info)
    {
        if (!_numbers.TryGetValue(info, out int number))
        {
            _budget.Charge(2 * ReadBudget.Node);
            _numbers.Add(info, number = _infos.Count);
            _infos.Add(info);
        }

        return number;
    }
}
