using Pprof.Sampling;

namespace Pprof.Profiles.Cpu;

/// <summary>What stands before the bytes of stack and Thread of a sample in a <see cref="SampleBatch"/>.</summary>
internal readonly record struct SampleHeader(
    Registers Registers, ulong StackAddress, ulong FrameChain, long Weight, int LabelSetId, int StackBytes, int ThreadBytes, int ThreadId, bool Suspends);
