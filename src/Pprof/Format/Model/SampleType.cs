namespace Pprof.Format;

/// <summary>What a value measures, and in what: <c>cpu</c> in <c>nanoseconds</c>.</summary>
internal sealed record SampleType(string Type, string Unit);
