namespace Pprof.AspNetCore.Parameters;

/// <summary>How a finished profile is sent.</summary>
internal enum ProfileView
{
    /// <summary>The file, for the <c>pprof</c> tool.</summary>
    File,

    /// <summary>The page, for a browser.</summary>
    Flame,

    /// <summary>The report as Markdown, for people and assistants.</summary>
    Markdown,

    /// <summary>The report as JSON, for programs.</summary>
    Json,
}
