namespace Pprof.Reporting;

/// <summary>
/// What a report shows of a profile: the options of the pprof tool, with its names and defaults. A pattern that is
/// empty is none.
/// </summary>
internal sealed record ReportOptions
{
    /// <summary>Shown when nobody says otherwise: no limit for a table, 80 for a graph.</summary>
    public const int DefaultNodeCount = -1;

    /// <summary>Name or number (from 0) of the value to show; empty for the profile's own choice.</summary>
    public string SampleIndex { get; init; } = "";

    /// <summary>Show each value divided by the first one: bytes an allocation.</summary>
    public bool Mean { get; init; }

    /// <summary>
    /// <c>ms</c>, <c>MB</c>; <see cref="Measure.Minimum"/> for one that fits all rows, <see cref="Measure.Auto"/> for
    /// one for each value.
    /// </summary>
    public string Unit { get; init; } = Measure.Minimum;

    public bool SortByCumulative { get; init; }

    /// <summary>How many rows at most; 0 for all.</summary>
    public int NodeCount { get; init; } = DefaultNodeCount;

    /// <summary>Rows below this share of the total are left out.</summary>
    public double NodeFraction { get; init; } = 0.005;

    /// <summary>Calls below this share of the total are left out.</summary>
    public double EdgeFraction { get; init; } = 0.001;

    /// <summary>False to leave nothing out.</summary>
    public bool Trim { get; init; } = true;

    public string Focus { get; init; } = "";

    public string Ignore { get; init; } = "";

    public string Hide { get; init; } = "";

    public string Show { get; init; } = "";

    public string ShowFrom { get; init; } = "";

    public string PruneFrom { get; init; } = "";

    public string TagFocus { get; init; } = "";

    public string TagIgnore { get; init; } = "";

    public string TagShow { get; init; } = "";

    public string TagHide { get; init; } = "";

    /// <summary>Keys of labels, with commas, whose values become frames above all others.</summary>
    public string TagRoot { get; init; } = "";

    /// <summary>Keys of labels, with commas, whose values become frames below all others.</summary>
    public string TagLeaf { get; init; } = "";

    public Granularity Granularity { get; init; }

    /// <summary>Count inlined functions for the one they were inlined into.</summary>
    public bool NoInlines { get; init; }

    /// <summary>Shares of what the filters left, instead of all.</summary>
    public bool RelativePercentages { get; init; }

    public bool DropNegative { get; init; }

    /// <summary>Leave out what the profile says of itself.</summary>
    public bool CompactLabels { get; init; }

    /// <summary>Every value is divided by this: the number of machines, say.</summary>
    public double DivideBy { get; init; } = 1;

    /// <summary>Folders, with a colon between them, where source files are searched.</summary>
    public string SourcePath { get; init; } = "";

    /// <summary>Beginnings, with a colon between them, that are cut off the paths of source files.</summary>
    public string TrimPath { get; init; } = "";

    /// <summary>
    /// Pattern of the functions that <see cref="ReportKind.Peek"/> and <see cref="ReportKind.List"/> show.
    /// </summary>
    public string Symbol { get; init; } = "";

    /// <summary>
    /// As the report needs it: a listing is of lines and complete, a graph has no more than 80 nodes.
    /// </summary>
    public ReportOptions For(ReportKind kind)
    {
        ReportOptions options = kind switch
        {
            ReportKind.Peek => this with { Trim = false },
            ReportKind.List => this with { Trim = false, Granularity = Granularity.Lines },
            ReportKind.Raw => this with { Trim = false, Granularity = Granularity.Addresses, NoInlines = false },
            ReportKind.Top => this with { NodeCount = NodeCount == DefaultNodeCount ? 0 : NodeCount },
            _ => this with { NodeCount = NodeCount == DefaultNodeCount ? 80 : NodeCount },
        };
        return options.Trim ? options : options with { NodeCount = 0, NodeFraction = 0, EdgeFraction = 0 };
    }
}
