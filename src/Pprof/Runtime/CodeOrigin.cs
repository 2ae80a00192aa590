namespace Pprof.Runtime;

/// <summary>Whose managed code a method is. Decided by its assembly, never by its name.</summary>
internal enum CodeOrigin : byte
{
    /// <summary>Native code, code that was made at run time, and frames that are no code.</summary>
    None,

    /// <summary>The program's own.</summary>
    Program,

    /// <summary>Of a package that the program's dependency file (<c>*.deps.json</c>) lists.</summary>
    Package,

    /// <summary>Signed by the makers of .NET: the base library, ASP.NET Core, and their packages.</summary>
    Framework,

    /// <summary>This library.</summary>
    Profiler,
}
