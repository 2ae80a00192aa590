using BenchCommon;

namespace Profiles;

/// <summary>One table of the results.</summary>
internal interface IBench
{
    /// <summary>Its heading, and what the program's arguments choose by.</summary>
    string Name { get; }

    /// <summary>What is measured, and what was predicted before it was.</summary>
    string Explanation { get; }

    MarkdownTable Run(Effort effort);
}
