using System.CommandLine;
using Pprof.Reporting;

namespace Pprof.Tool.Reports;

/// <summary>The options of every report, with the names that people know from <c>go tool pprof</c>.</summary>
internal sealed class ReportOptionSet
{
    private readonly List<Option> _all = [];
    private readonly Option<bool> _cum, _flat, _mean, _noInlines, _relative, _dropNegative, _compact;
    private readonly Option<bool?> _trim;
    private readonly Option<string?> _sampleIndex, _unit, _focus, _ignore, _hide, _show, _showFrom, _pruneFrom,
        _tagFocus, _tagIgnore, _tagShow, _tagHide, _tagRoot, _tagLeaf, _sourcePath, _trimPath;
    private readonly Option<int?> _nodeCount;
    private readonly Option<double?> _nodeFraction, _edgeFraction, _divideBy;
    private readonly Option<Granularity?> _granularity;
    private readonly Dictionary<Granularity, Option<bool>> _granularities;

    public ReportOptionSet()
    {
        _cum = Flag("--cum", "Sort by the value with all that was called.");
        _flat = Flag("--flat", "Sort by the own value; that is the default.");
        _sampleIndex = Text(
            "--sample-index", "NAME", "The value to show, by name or number: inuse_space, alloc_objects, 0.");
        _unit = Text("--unit", "UNIT", "Unit of all values: ms, s, kB, MB; auto for one for each.");
        _nodeCount = Make<int?>("--nodecount", "How many functions at most; 0 for all.", "N", "-n");
        _nodeFraction = Make<double?>(
            "--nodefraction", "Leave out functions below this share of the total (0.005).", "SHARE");
        _edgeFraction = Make<double?>(
            "--edgefraction", "Leave out calls below this share of the total (0.001).", "SHARE");
        _trim = Make<bool?>("--trim", "false: leave nothing out.", "BOOL");
        _focus = Text("--focus", "RE", "Only stacks with a function, file or binary that matches.");
        _ignore = Text("--ignore", "RE", "No stacks with a function, file or binary that matches.");
        _hide = Text("--hide", "RE", "Leave out frames that match; what they called counts for their callers.");
        _show = Text("--show", "RE", "Only frames that match.");
        _showFrom = Text("--show-from", "RE", "Leave out the callers above the highest frame that matches.");
        _pruneFrom = Text("--prune-from", "RE", "Leave out what frames that match called.");
        _tagFocus = Text("--tagfocus", "TAG", "Only stacks with this label: key=RE, RE, or a range as bytes=1kb:10kb.");
        _tagIgnore = Text("--tagignore", "TAG", "No stacks with this label.");
        _tagShow = Text("--tagshow", "RE", "Only labels whose key matches.");
        _tagHide = Text("--taghide", "RE", "No labels whose key matches.");
        _tagRoot = Text("--tagroot", "KEYS", "Make frames above all others of the labels with these keys: route,user.");
        _tagLeaf = Text("--tagleaf", "KEYS", "Make frames below all others of the labels with these keys.");
        _granularity = Make<Granularity?>(
            "--granularity", "What is one row: functions, filefunctions, files, lines, addresses.", "WHAT", "-g");
        _granularities = Enum.GetValues<Granularity>()
            .ToDictionary(one => one, one => Hidden("--" + one.ToString().ToLowerInvariant()));
        _noInlines = Flag("--noinlines", "Count inlined functions for the one they were inlined into.");
        _relative = Flag("--relative-percentages", "Shares of what the filters leave, instead of all.");
        _dropNegative = Flag("--drop-negative", "Leave out what became less.");
        _mean = Flag("--mean", "Each value divided by the first: bytes an allocation.");
        _divideBy = Make<double?>("--divide-by", "Divide every value by this: the number of machines, say.", "N");
        _compact = Flag("--compact-labels", "Leave out what the profile says of itself.");
        _sourcePath = Text("--source-path", "PATHS", "Folders, with a colon between them, where the sources are now.");
        _trimPath = Text("--trim-path", "PATHS", "Beginnings to cut off the paths of sources.");
    }

    public void AddTo(Command command) => _all.ForEach(command.Add);

    /// <exception cref="ToolException">Two options contradict each other.</exception>
    public ReportOptions Of(ParseResult parsed, string symbol)
    {
        ReportOptions options = new()
        {
            SortByCumulative = parsed.GetValue(_cum),
            SampleIndex = parsed.GetValue(_sampleIndex) ?? "",
            Unit = parsed.GetValue(_unit) ?? Measure.Minimum,
            NodeCount = parsed.GetValue(_nodeCount) ?? ReportOptions.DefaultNodeCount,
            Trim = parsed.GetValue(_trim) ?? true,
            Mean = parsed.GetValue(_mean),
            NoInlines = parsed.GetValue(_noInlines),
            RelativePercentages = parsed.GetValue(_relative),
            DropNegative = parsed.GetValue(_dropNegative),
            CompactLabels = parsed.GetValue(_compact),
            DivideBy = parsed.GetValue(_divideBy) ?? 1,
            Granularity = GranularityOf(parsed),
            SourcePath = parsed.GetValue(_sourcePath) ?? "",
            TrimPath = parsed.GetValue(_trimPath) ?? "",
            Symbol = symbol,
        };
        options = parsed.GetValue(_nodeFraction) is { } node ? options with { NodeFraction = node } : options;
        options = parsed.GetValue(_edgeFraction) is { } edge ? options with { EdgeFraction = edge } : options;
        return parsed.GetValue(_cum) && parsed.GetValue(_flat)
            ? throw new ToolException("--cum and --flat cannot both be. Name one.", ExitCode.Usage)
            : WithFilters(options, parsed);
    }

    private ReportOptions WithFilters(ReportOptions options, ParseResult parsed) => options with
    {
        Focus = parsed.GetValue(_focus) ?? "",
        Ignore = parsed.GetValue(_ignore) ?? "",
        Hide = parsed.GetValue(_hide) ?? "",
        Show = parsed.GetValue(_show) ?? "",
        ShowFrom = parsed.GetValue(_showFrom) ?? "",
        PruneFrom = parsed.GetValue(_pruneFrom) ?? "",
        TagFocus = parsed.GetValue(_tagFocus) ?? "",
        TagIgnore = parsed.GetValue(_tagIgnore) ?? "",
        TagShow = parsed.GetValue(_tagShow) ?? "",
        TagHide = parsed.GetValue(_tagHide) ?? "",
        TagRoot = parsed.GetValue(_tagRoot) ?? "",
        TagLeaf = parsed.GetValue(_tagLeaf) ?? "",
    };

    private Granularity GranularityOf(ParseResult parsed)
    {
        List<Granularity> flags =
            [.. _granularities.Where(pair => parsed.GetValue(pair.Value)).Select(pair => pair.Key)];
        return flags.Count > 1
            ? throw new ToolException(
                $"--{string.Join(" and --", flags)} cannot both be. Name one.".ToLowerInvariant(), ExitCode.Usage)
            : flags.Count == 1 ? flags[0] : parsed.GetValue(_granularity) ?? Granularity.Functions;
    }

    private Option<bool> Flag(string name, string description) => Make<bool>(name, description, null);

    private Option<bool> Hidden(string name)
    {
        Option<bool> option = Flag(name, "");
        option.Hidden = true;
        return option;
    }

    private Option<string?> Text(string name, string value, string description) =>
        Make<string?>(name, description, value);

    private Option<T> Make<T>(string name, string description, string? value, params string[] aliases)
    {
        Option<T> option = new(name, aliases) { Description = description, HelpName = value };
        _all.Add(option);
        return option;
    }
}
