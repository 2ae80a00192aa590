using Pprof.Labels;
using Pprof.Unwinding;

namespace Pprof.Recording;

/// <summary>An entry of <see cref="CountedStacks"/>.</summary>
internal readonly record struct CountedStack(ReadOnlyMemory<CodeAddress> Frames, LabelSet Labels, long Count);
