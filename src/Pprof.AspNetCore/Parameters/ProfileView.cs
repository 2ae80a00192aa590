namespace Pprof.AspNetCore.Parameters;

/// <summary>How a finished profile is sent.</summary>
internal enum ProfileView
{
    /// <summary>The file, for the <c>pprof</c> tool.</summary>
    File,

    /// <summary>The page, for a browser.</summary>
    Flame,
}
