namespace Pprof.EventPipe;

/// <summary>Where the bodies of methods lie.</summary>
internal interface IMethodRanges
{
    /// <summary>Does not allocate.</summary>
    bool TryFindRange(ulong address, out ulong start, out uint size);
}
