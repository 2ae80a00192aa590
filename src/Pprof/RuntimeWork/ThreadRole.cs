namespace Pprof.RuntimeWork;

/// <summary>What the runtime made a thread for.</summary>
internal enum ThreadRole : byte
{
    /// <summary>Not the runtime's own, or not known.</summary>
    Program,

    /// <summary>Collects beside the running program.</summary>
    BackgroundCollector,

    /// <summary>Collects for a server's heap while the program is stopped.</summary>
    ServerCollector,

    /// <summary>Compiles methods again.</summary>
    Compiler,

    /// <summary>Sends events to whoever listens.</summary>
    Events,

    /// <summary>This library's own.</summary>
    Profiler,

    /// <summary>Another of its helpers: signals, the debugger, the synchronization manager.</summary>
    Helper,
}
