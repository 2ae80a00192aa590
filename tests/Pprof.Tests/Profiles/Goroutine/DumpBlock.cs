namespace Pprof.Tests.Profiles.Goroutine;

/// <summary>A block of <c>debug=2</c>.</summary>
internal sealed record DumpBlock(string Kind, long Id, string State, int OsId, string Name, string Labels, IReadOnlyList<string> Frames);
