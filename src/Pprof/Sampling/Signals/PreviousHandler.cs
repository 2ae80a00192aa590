namespace Pprof.Sampling;

/// <summary>
/// The handler that was installed before ours: the runtime's own, which stops threads for the garbage collector. A class of
/// its own and initialised before <see cref="SignalHandler"/> is compiled, so that the JIT folds the address into the code
/// as a constant and asks no question about initialisation in it.
/// </summary>
internal static unsafe class PreviousHandler
{
    public static readonly delegate* managed<int, byte*, byte*, void> Function =
        (delegate* managed<int, byte*, byte*, void>)ActivationSignal.RuntimeHandler;
}
