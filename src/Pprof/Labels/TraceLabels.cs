using System.Diagnostics;

namespace Pprof.Labels;

/// <summary>
/// Labels what runs under a sampled span of <see cref="Activity"/> with its ids, from the moment it becomes current
/// until another does. Any thread.
/// </summary>
internal static class TraceLabels
{
    public const string TraceKey = "trace_id";
    public const string SpanKey = "span_id";

    private static readonly Lock s_gate = new();
    private static volatile bool s_isOn;

    /// <summary>Where it was never on, nothing looks for spans.</summary>
    public static bool WasOn { get; private set; }

    public static bool IsOn
    {
        get => s_isOn;
        set
        {
            lock (s_gate)
            {
                if (value != s_isOn)
                {
                    Switch(value);
                }
            }
        }
    }

    private static void Switch(bool isOn)
    {
        WasOn |= isOn;
        s_isOn = isOn;
        if (isOn)
        {
            Activity.CurrentChanged += OnCurrentChanged;
        }
        else
        {
            Activity.CurrentChanged -= OnCurrentChanged;
        }
    }

    // On the flow that starts or stops the activity, inside that call.
    private static void OnCurrentChanged(object? sender, ActivityChangedEventArgs change) => FlowingLabels.SetTrace(Of(change.Current));

    // Ids in the older hierarchical form are no names of spans that a store of traces would know.
    private static TraceScope? Of(Activity? activity) => activity is { Recorded: true, IdFormat: ActivityIdFormat.W3C }
        ? new TraceScope(new(TraceKey, activity.TraceId.ToHexString()), new(SpanKey, activity.SpanId.ToHexString()))
        : null;
}
