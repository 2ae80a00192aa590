namespace Pprof.Labels;

/// <summary>
/// The labels of the flow of execution: of a thread, and of everything its execution context is handed to (awaits, tasks,
/// timers, new threads).
/// </summary>
internal static class FlowingLabels
{
    private static readonly AsyncLocal<LabelScope?> s_scope = new(OnChanged);
    private static readonly AsyncLocal<TraceScope?> s_trace = new(OnTraceChanged);

    /// <summary>What the program has put in force for the caller.</summary>
    public static LabelSet Current => s_scope.Value?.Labels ?? LabelSet.Empty;

    /// <summary>The same with the span that the caller works for.</summary>
    public static LabelSet InForce => Together(s_scope.Value, Trace)?.Labels ?? LabelSet.Empty;

    private static TraceScope? Trace => TraceLabels.WasOn ? s_trace.Value : null;

    public static LabelScope Push(ReadOnlySpan<KeyValuePair<string, string>> labels)
    {
        LabelScope? outer = s_scope.Value;
        LabelScope scope = new(outer, (outer?.Labels ?? LabelSet.Empty).With(labels));
        s_scope.Value = scope;
        return scope;
    }

    /// <summary>
    /// Puts in force, for the caller's flow, what was so before the scope was pushed. Does nothing where the scope is not, or no
    /// longer, in force; a scope left before one inside it takes that with it. So nothing that was left ever comes back.
    /// </summary>
    public static void Leave(LabelScope scope)
    {
        LabelScope? current = s_scope.Value;
        while (current is not null && current != scope)
        {
            current = current.Outer;
        }

        if (current is not null)
        {
            s_scope.Value = scope.Outer;
        }
    }

    /// <summary>
    /// What a captured context carries; empty for none, and where this runtime keeps a context's values in an unknown way
    /// (<see cref="ContextValues.NotAvailableReason"/>). Any thread; never throws; calls nothing of the program.
    /// </summary>
    public static LabelSet Of(ExecutionContext? context)
    {
        if (context is null)
        {
            return LabelSet.Empty;
        }

        TraceScope? trace = TraceLabels.WasOn ? ContextValues.Shared.Of(context, s_trace) as TraceScope : null;
        return Together(ContextValues.Shared.Of(context, s_scope) as LabelScope, trace)?.Labels ?? LabelSet.Empty;
    }

    /// <summary>From here on the caller's flow works for this span; null for none.</summary>
    public static void SetTrace(TraceScope? trace)
    {
        if (s_trace.Value != trace)
        {
            s_trace.Value = trace;
        }
    }

    // Where spans are no longer wanted, those that still flow are not shown.
    private static LabelScope? Together(LabelScope? scope, TraceScope? trace) =>
        trace is not null && TraceLabels.IsOn ? trace.Around(scope) : scope;

    // The runtime ends the process when one of these throws. A flow that brings both changes them one after the other; each finds the other's new value.
    private static void OnChanged(AsyncLocalValueChangedArgs<LabelScope?> change) => ThreadLabels.SetCurrent(Together(change.CurrentValue, Trace));

    private static void OnTraceChanged(AsyncLocalValueChangedArgs<TraceScope?> change) => ThreadLabels.SetCurrent(Together(s_scope.Value, change.CurrentValue));
}
