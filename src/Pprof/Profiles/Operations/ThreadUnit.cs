using Pprof.Labels;
using Pprof.Runtime;
using Pprof.Sampling;
using Pprof.Unwinding;

namespace Pprof.Profiles.Operations;

/// <summary>A thread as the profile <c>goroutine</c> holds it.</summary>
/// <param name="Thread">Its ids.</param>
/// <param name="Wait">The system call in which it waited; default when it was running.</param>
/// <param name="Frames">Leaf first, never empty: without the native frames at both ends.</param>
/// <param name="Labels">The program's labels in force on it.</param>
internal readonly record struct ThreadUnit(RuntimeThread Thread, SystemCall Wait, ReadOnlyMemory<CodeAddress> Frames, LabelSet Labels)
{
    /// <summary>At least this long it has not run; below a second, zero.</summary>
    public TimeSpan Age { get; init; }

    /// <summary>Objects of async operations that its stack referred to; those that were asked for.</summary>
    public IReadOnlyList<object> Held { get; init; } = [];
}
