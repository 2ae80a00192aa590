namespace Pprof.Images;

/// <summary>A named stretch of code of one image, in the file's addresses.</summary>
internal sealed record ElfSymbol(ulong Start, ulong Size, string Name);
