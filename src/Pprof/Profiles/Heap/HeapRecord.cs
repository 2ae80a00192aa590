using Pprof.Labels;
using Pprof.Unwinding;

namespace Pprof.Profiles.Heap;

/// <summary>Allocations that were counted together, as of one moment.</summary>
/// <param name="Frames">Their stack.</param>
/// <param name="Type">Of the objects, as the runtime names it.</param>
/// <param name="Labels">In force when they were made.</param>
/// <param name="Size">The smallest size that is counted here, in bytes: see <see cref="SizeClass"/>.</param>
/// <param name="Allocated">All of them.</param>
/// <param name="Live">Those that are alive.</param>
internal readonly record struct HeapRecord(ReadOnlyMemory<CodeAddress> Frames, string Type, LabelSet Labels, long Size, HeapTally Allocated, HeapTally Live);
