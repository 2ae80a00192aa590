namespace Pprof.Conversion.Nettrace;

/// <summary>
/// What samples of a trace are added up by. Stacks of one number are one object until the trace numbers them anew; what
/// is equal after that is joined in the profile.
/// </summary>
/// <param name="Stack">Leaf first.</param>
/// <param name="Thread">The system's number of the thread, or 0 where it is of no interest.</param>
/// <param name="Label">Type of the object or exception, state of the thread.</param>
internal readonly record struct SampleKey(ulong[] Stack, ulong Thread, string Label);
