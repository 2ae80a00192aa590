namespace Pprof;

/// <summary>What the stacks of a CPU profile show as callers of an async method that was resumed.</summary>
public enum CpuProfileStacks
{
    /// <summary>
    /// What is on the stack of the thread: the thread pool, or the operation that completed what was awaited. Who asked
    /// for the work is not there.
    /// </summary>
    Physical,

    /// <summary>
    /// Those who await it, up to the root: <c>Controller.Get → Service.Load → [await] → Parse</c>, each with the line
    /// of its await. Totals and flat values
    /// are those of <see cref="Physical"/>; the pool's frames are left out. Where the callers cannot be known the stack
    /// ends in
    /// <c>[await: caller unknown]</c>, and the profile's comments count such stacks. Only with
    /// <see cref="CpuProfileEngine.Timers"/>; where it is not possible
    /// stacks are physical, and the comments say why.
    /// </summary>
    Logical,
}
