namespace Pprof.RuntimeWork;

/// <summary>What is known of a sample beside its stack.</summary>
/// <param name="LeafFrame">Identifier of the explicit Frame in the native frames at the leaf; 0 for none.</param>
/// <param name="Suspends">The thread had stopped all others.</param>
/// <param name="Role">What the thread is for.</param>
internal readonly record struct WorkHints(ulong LeafFrame, bool Suspends, ThreadRole Role);
