using Pprof.Unwinding;

namespace Pprof.Profiles.Cpu;

/// <summary>Turns the addresses of a stack, leaf first, into frames; the leaf is the instruction where the thread was, all others are return addresses.</summary>
/// <returns>Frames written.</returns>
internal delegate int WallFrames(ReadOnlySpan<ulong> stack, Span<CodeAddress> frames);
