using Pprof.Unwinding;

namespace Pprof.Symbolization;

/// <summary>The frames that stand for a loss, by the names under which the profile shows them.</summary>
internal static class MarkerSymbols
{
    private static readonly FunctionSymbol s_truncated = new("[truncated]", "callers beyond the depth that is recorded");
    private static readonly FunctionSymbol s_unwalkable = new("[unwalkable]", "callers beyond a frame that no table describes");
    private static readonly FunctionSymbol s_lost = new("[lost]", "samples taken but not kept");
    private static readonly FunctionSymbol s_overflow = new("[overflow]", "samples whose stack was one too many");
    private static readonly FunctionSymbol s_noAnswer = new("[no answer]", "a thread that did not tell its stack in time");
    private static readonly FunctionSymbol s_await = new("[await]", "the callers await what runs, which was resumed on a thread of the pool or by whoever completed it");
    private static readonly FunctionSymbol s_awaitUnknown = new("[await: caller unknown]", "an async operation that was resumed, and those who await it are not known");
    private static readonly FunctionSymbol s_unknown = new("[unknown]", "a frame of an unknown kind");

    public static LocationSymbol Resolve(CodeAddress address) => new(FunctionOf((StackMarker)address.Value), 0, IsTransient: false);

    private static FunctionSymbol FunctionOf(StackMarker marker) => marker switch
    {
        StackMarker.Truncated => s_truncated,
        StackMarker.Unwalkable => s_unwalkable,
        StackMarker.Lost => s_lost,
        StackMarker.Overflow => s_overflow,
        StackMarker.NoAnswer => s_noAnswer,
        StackMarker.Await => s_await,
        StackMarker.AwaitUnknown => s_awaitUnknown,
        _ => s_unknown,
    };
}
