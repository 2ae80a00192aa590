namespace Pprof.Reporting;

/// <summary>The reports there are, by the names the pprof tool gives them.</summary>
internal enum ReportKind
{
    Top,
    Tree,
    Peek,
    List,
    Traces,
    Tags,
    Raw,
    Comments,
    Dot,
}
