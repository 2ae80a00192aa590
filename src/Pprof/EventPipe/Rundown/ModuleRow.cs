namespace Pprof.EventPipe.Rundown;

/// <summary>A loaded module.</summary>
/// <param name="ModuleId">The runtime's handle.</param>
/// <param name="Path">The file with its IL; may be empty.</param>
internal sealed record ModuleRow(ulong ModuleId, string Path);
