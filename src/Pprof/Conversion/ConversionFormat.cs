namespace Pprof.Conversion;

/// <summary>The formats that a profile can be written in.</summary>
internal enum ConversionFormat
{
    /// <summary>gzip'd <c>profile.proto</c>.</summary>
    Pprof,

    /// <summary>
    /// A line for each stack, callers first: <c>Main;Work;Parse 12</c>. For flamegraph.pl, inferno, and others.
    /// </summary>
    Collapsed,

    /// <summary>https://www.speedscope.app.</summary>
    Speedscope,

    /// <summary>Trace events of Chrome, which https://ui.perfetto.dev opens too.</summary>
    Chrome,

    /// <summary>https://profiler.firefox.com.</summary>
    Firefox,
}
