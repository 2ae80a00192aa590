using System.Runtime.CompilerServices;

namespace Pprof.EndToEnd.Tests.Viewer;

/// <summary>Where in the source a test is.</summary>
internal static class SourceLine
{
    public static int Here([CallerLineNumber] int line = 0) => line;
}
