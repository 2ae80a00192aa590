namespace Pprof.Tool.Targets;

/// <summary>How a process is profiled.</summary>
internal enum EntryWay
{
    /// <summary>Not at all.</summary>
    None,

    /// <summary>By the runtime's own sample profiler, from outside: wall-clock time of managed threads.</summary>
    Sampler,

    /// <summary>By our agent inside: everything there is.</summary>
    Agent,
}
