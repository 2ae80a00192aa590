namespace Pprof.Unwinding.Fallback;

/// <summary>Where jitted methods begin, from whoever knows: events of the runtime, or <see cref="ProbedRanges"/>.</summary>
internal interface IMethodRanges
{
    /// <summary>First instruction of the jitted method that holds the address.</summary>
    bool TryFindStart(ulong address, out ulong start);
}
