using Pprof.Format;
using Pprof.Labels;
using Pprof.Unwinding;

namespace Pprof.Profiles.Naming;

/// <summary>An entry of <see cref="ValuedStacks"/>.</summary>
internal readonly record struct ValuedStack(ReadOnlyMemory<CodeAddress> Frames, LabelSet Labels, Label? Number, ReadOnlyMemory<long> Values);
