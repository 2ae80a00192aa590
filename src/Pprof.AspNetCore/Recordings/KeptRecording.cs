namespace Pprof.AspNetCore.Recordings;

/// <summary>A profile that somebody has looked at.</summary>
/// <param name="Number">From 1 on; no two of a process have the same.</param>
/// <param name="Name">Of the profile: <c>profile</c>, <c>heap</c>, <c>mutex-delta</c>.</param>
/// <param name="TakenAt">When it was kept.</param>
/// <param name="File">The whole file.</param>
internal sealed record KeptRecording(int Number, string Name, DateTimeOffset TakenAt, ReadOnlyMemory<byte> File);
