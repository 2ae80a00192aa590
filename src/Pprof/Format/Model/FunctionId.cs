namespace Pprof.Format;

/// <summary>The number by which lines of the same profile name a function. Unique in its table; 0 is not an id.</summary>
internal readonly record struct FunctionId(ulong Value);
