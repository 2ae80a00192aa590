namespace Pprof.Reporting;

/// <summary>What is one row of a report.</summary>
internal enum Granularity
{
    /// <summary>A function, by name.</summary>
    Functions,

    /// <summary>A function, by name and file.</summary>
    FileFunctions,

    /// <summary>A source file.</summary>
    Files,

    /// <summary>A line of source.</summary>
    Lines,

    /// <summary>An address of code.</summary>
    Addresses,
}
