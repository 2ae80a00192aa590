using Pprof.Labels;
using Pprof.Unwinding;

namespace Pprof.Recording;

/// <summary>Allocations that were counted together, as of one moment.</summary>
internal readonly record struct HeapRecord(CodeAddress[] Frames, string Type, LabelSet Labels, HeapTally Allocated, HeapTally Live);
