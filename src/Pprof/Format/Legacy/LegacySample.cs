namespace Pprof.Format;

/// <summary>A stack of a legacy profile.</summary>
/// <param name="Stack">Leaf first; of callers the address of the call, not of where it returns to.</param>
/// <param name="Values">One for each type.</param>
/// <param name="Labels">The size of the objects, in heap profiles.</param>
internal sealed record LegacySample(List<ulong> Stack, long[] Values, Label[] Labels);
