namespace Pprof.Reporting;

/// <summary>Whose code a frame is. The page's <c>names.js</c> tells the same of the same names.</summary>
internal enum FrameOrigin
{
    /// <summary>The program's own.</summary>
    Program,

    /// <summary>Of .NET and ASP.NET Core, compiled at run time, or of this library.</summary>
    Framework,

    /// <summary>The runtime, the system, and other native code.</summary>
    Native,

    /// <summary>Stands for what could not be recorded.</summary>
    Marker,
}
