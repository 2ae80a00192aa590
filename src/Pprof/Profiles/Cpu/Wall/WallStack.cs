using Pprof.Unwinding;

namespace Pprof.Profiles.Cpu;

/// <summary>One stack of the runtime's, understood once.</summary>
/// <param name="Frames">Leaf first.</param>
/// <param name="IsWaiting">The thread does nothing there.</param>
/// <param name="IsOurs">Of a thread of this library, which is not the program's affair.</param>
internal sealed record WallStack(CodeAddress[] Frames, bool IsWaiting, bool IsOurs);
