namespace Pprof.Labels;

/// <summary>
/// The labels of the flow of execution: of a thread, and of everything its execution context is handed to (awaits, tasks,
/// timers, new threads).
/// </summary>
internal static class FlowingLabels
{
    private static readonly AsyncLocal<LabelScope?> s_scope = new(OnChanged);

    /// <summary>In force for the caller.</summary>
    public static LabelSet Current => s_scope.Value?.Labels ?? LabelSet.Empty;

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
    public static LabelSet Of(ExecutionContext? context) =>
        context is not null && ContextValues.Shared.Of(context, s_scope) is LabelScope scope ? scope.Labels : LabelSet.Empty;

    // The runtime ends the process when this throws.
    private static void OnChanged(AsyncLocalValueChangedArgs<LabelScope?> change) => ThreadLabels.SetCurrent(change.CurrentValue);
}
