namespace Pprof.Unwinding.Fallback;

/// <summary>One unwind entry of a ready-to-run image.</summary>
/// <param name="Table">The image's table.</param>
/// <param name="Index">The entry's place in it.</param>
/// <param name="Begin">First instruction.</param>
/// <param name="UnwindInfo">Its unwind information, from the header on.</param>
internal readonly record struct TableEntry(ReadyToRunTable Table, int Index, ulong Begin, byte[] UnwindInfo);
