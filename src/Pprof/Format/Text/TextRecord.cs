namespace Pprof.Format;

/// <summary>A record of <see cref="TextRecords"/>.</summary>
/// <param name="Stack">The one of those that read the same which comes first in the order of stacks.</param>
/// <param name="Values">Sums.</param>
internal readonly record struct TextRecord(TextStack Stack, long[] Values);
