namespace Pprof.Labels;

/// <summary>
/// One Push: the labels in force within it, and the Push around it. What flows with the execution context is the innermost
/// scope, so a flow that branched off inside it keeps it after the flow that pushed it has left it.
/// </summary>
internal sealed class LabelScope(LabelScope? outer, LabelSet labels) : IDisposable
{
    /// <summary>
    /// Pushes nested deeper than this are taken for pushes that are never disposed: the innermost forgets what is around
    /// it, so that a program that goes on like this does not fill its memory.
    /// </summary>
    public const int MostNested = 1000;

    private static long s_serials;

    private readonly int _depth = outer is null || outer._depth >= MostNested ? 1 : outer._depth + 1;

    /// <summary>The scope that was in force before; null for none.</summary>
    public LabelScope? Outer { get; } = outer?._depth >= MostNested ? null : outer;

    /// <summary>Those of this Push and of all around it.</summary>
    public LabelSet Labels => labels;

    /// <summary>Never 0 and never given twice in a process: what a signal handler can copy in place of an object.</summary>
    public long Serial { get; } = Interlocked.Increment(ref s_serials);

    /// <summary>The turn of <see cref="LabelLog"/> in which this scope was last noted. A race writes the same or asks for one more note.</summary>
    public int NotedTurn { get; set; }

    public void Dispose() => FlowingLabels.Leave(this);
}
