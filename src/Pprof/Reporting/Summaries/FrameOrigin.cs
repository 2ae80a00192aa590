namespace Pprof.Reporting;

/// <summary>Whose code a function is. The page has the same numbers in <c>names.js</c>.</summary>
internal enum FrameOrigin
{
    /// <summary>The program's own.</summary>
    Program,

    /// <summary>Of a package that the program uses.</summary>
    Package,

    /// <summary>Of .NET and ASP.NET Core, compiled at run time, or of this library.</summary>
    Framework,

    /// <summary>The runtime, the system, and other native code.</summary>
    Native,

    /// <summary>Stands for what could not be recorded.</summary>
    Marker,
}
