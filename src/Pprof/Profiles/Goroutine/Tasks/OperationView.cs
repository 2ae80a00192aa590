using Pprof.Labels;
using Pprof.Unwinding;

namespace Pprof.Profiles.Goroutine;

/// <summary>What makes two operations alike.</summary>
internal readonly ref struct OperationView(ReadOnlySpan<CodeAddress> frames, LabelSet labels, string state)
{
    public ReadOnlySpan<CodeAddress> Frames { get; } = frames;

    public LabelSet Labels { get; } = labels;

    public string State { get; } = state;
}
