namespace Pprof.RuntimeWork;

/// <summary>Whose native code an address is.</summary>
internal enum CodeOwner : byte
{
    /// <summary>A library's or the program's.</summary>
    Other,

    /// <summary>The runtime's library, which holds its collector too.</summary>
    Runtime,

    /// <summary>The just-in-time compiler's.</summary>
    Compiler,

    /// <summary>A collector's that was chosen by name and has a library of its own.</summary>
    Collector,

    /// <summary>Memory that is no file's: the runtime writes its stubs there.</summary>
    Stub,
}
