using Pprof.Unwinding;

namespace Pprof.Symbolization.Async;

/// <summary>What an operation waits for, as a frame and in words. One instance for each type is kept.</summary>
/// <param name="name">As a frame shows it.</param>
/// <param name="state">As a list of operations says it.</param>
internal sealed class WaitName(string name, string state)
{
    public string State => state;

    /// <summary>Only hands on the end of another task.</summary>
    public bool IsPlumbing { get; init; }

    public CodeAddress Frame { get; } = AsyncFrames.OfName(name, $"{state}: no code of its own runs");
}
