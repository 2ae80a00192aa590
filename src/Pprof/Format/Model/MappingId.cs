namespace Pprof.Format;

/// <summary>The number by which locations of the same profile name a mapping. Unique in its table; 0 (the default) says "no mapping".</summary>
internal readonly record struct MappingId(ulong Value);
