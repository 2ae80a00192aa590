using Pprof.Runtime;
using Pprof.Unwinding.View;

namespace Pprof.Unwinding.Live;

/// <summary>What all walks of threads over their own stacks share; every part may be used by any number of threads.</summary>
/// <param name="Rules">How to leave managed frames.</param>
/// <param name="Frames">How to read the runtime's explicit Frames.</param>
/// <param name="FirstPass">Recognises exception filters.</param>
/// <param name="Statistics">Of rare things, counted by any thread without a lock: at least so many, and zero means none.</param>
internal sealed record LiveParts(SharedRules Rules, FrameLayout Frames, FirstPass FirstPass, UnwinderStatistics Statistics);
