using Pprof.Runtime;

namespace Pprof.Symbolization.Native;

/// <summary>One entry of a profile's mapping table.</summary>
/// <param name="Id">From 1.</param>
/// <param name="Start">First address, or 0 for the code that is in no file.</param>
/// <param name="Limit">First address after it, or 0.</param>
/// <param name="Offset">Of <paramref name="Start"/> in the file.</param>
/// <param name="FileName">
/// A path or a name in brackets for native code, <see cref="CodeModule.MappingName"/> for managed code,
/// <see cref="MappingTable.JitName"/> for all other.
/// </param>
/// <param name="BuildId">Hexadecimal, or empty.</param>
internal sealed record CodeMapping(ulong Id, ulong Start, ulong Limit, ulong Offset, string FileName, string BuildId);
