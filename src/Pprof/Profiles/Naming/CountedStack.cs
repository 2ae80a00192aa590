using Pprof.Labels;
using Pprof.Unwinding;

namespace Pprof.Profiles.Naming;

/// <summary>An entry of <see cref="CountedStacks"/>.</summary>
internal readonly record struct CountedStack(ReadOnlyMemory<CodeAddress> Frames, LabelSet Labels, long Count);
