using Pprof.Runtime;
using Pprof.Unwinding.Managed;
using Pprof.Unwinding.Native;
using Pprof.Unwinding.View;

namespace Pprof.Unwinding;

/// <summary>What every walk of one unwinder shares.</summary>
/// <param name="Rules">How to leave managed frames.</param>
/// <param name="Native">How to leave native frames.</param>
/// <param name="Frames">How to read the runtime's explicit Frames; null when unknown.</param>
/// <param name="FirstPass">Recognises exception filters; null shows stacks as they physically are.</param>
/// <param name="Statistics">Counted by the walk.</param>
internal sealed record WalkParts(
    RuleCache Rules, INativeUnwinder Native, FrameLayout? Frames, FirstPass? FirstPass, UnwinderStatistics Statistics);

/// <summary>What a walk does after a frame.</summary>
internal enum WalkStep : byte
{
    GoOn,
    Root,
    Truncated,
    Unwalkable,
}
