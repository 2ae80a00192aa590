namespace Pprof.Format;

/// <summary>The number by which samples of the same profile name a location. Unique in its table; 0 is not an id.</summary>
internal readonly record struct LocationId(ulong Value);
