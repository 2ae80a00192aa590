namespace Pprof;

/// <summary>What <see cref="Profiling"/> switches on and off. Off costs the program nothing.</summary>
[Flags]
public enum ProfileKinds
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>
    /// A sample of all allocations, and which of them are alive, for the profiles <c>heap</c> and <c>allocs</c>. Writing one of these switches it on.
    /// </summary>
    Heap = 1,

    /// <summary>Waits of threads, for locks and for anything else that blocks them, for the profile <c>block</c>. See <see cref="Profiling.BlockProfileRate"/>.</summary>
    Block = 2,

    /// <summary>Waits for locks that another thread holds, for the profile <c>mutex</c>. See <see cref="Profiling.MutexProfileFraction"/>.</summary>
    Mutex = 4,

    /// <summary>The stacks that start threads, for the profile <c>threadcreate</c>.</summary>
    ThreadCreate = 8,

    /// <summary>
    /// Async operations in flight, for the profile <c>goroutine</c>: those that start while this is enabled. The runtime then
    /// keeps a table of them.
    /// </summary>
    Tasks = 16,

    /// <summary>Exceptions thrown, for the profile <c>exceptions</c>.</summary>
    Exceptions = 32,

    /// <summary>
    /// Wall time of async operations and of threads that run or are blocked, for the profile <c>latency</c>. Looks at all of them now and then, for a hundredth of a processor, and has the
    /// runtime keep its table of operations meanwhile.
    /// </summary>
    Latency = 64,
}
