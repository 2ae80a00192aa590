namespace Pprof.Tool.Recording;

/// <summary>What became of one profile.</summary>
/// <param name="Kind">As <c>cpu</c>.</param>
/// <param name="Path">Its file.</param>
/// <param name="Failure">Why there is none; null when it is there.</param>
internal sealed record RecordedProfile(string Kind, string Path, string? Failure);
