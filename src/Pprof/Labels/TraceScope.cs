namespace Pprof.Labels;

/// <summary>
/// The span that a flow of execution works for. It flows beside the program's own labels and not among them: spans and
/// Pushes may end in any
/// order, and what one of them restores must not bring the other back.
/// </summary>
/// <param name="labels">What the span is called, as labels.</param>
internal sealed class TraceScope(params KeyValuePair<string, string>[] labels)
{
    // Of the scope that was met last: a flow comes back to a thread many times with the same two.
    private volatile Both? _last;

    /// <summary>The labels of a scope with the span's own, as one that can be in force on a thread. Any
    /// thread.</summary>
    /// <param name="scope">The program's; null for none.</param>
    public LabelScope Around(LabelScope? scope)
    {
        Both? last = _last;
        if (last is null || last.Inner != scope)
        {
            _last = last = new Both(scope, new LabelScope(null, (scope?.Labels ?? LabelSet.Empty).WithTrace(labels)));
        }

        return last.Together;
    }

    private sealed record Both(LabelScope? Inner, LabelScope Together);
}
