using System.Runtime.CompilerServices;
using Pprof.Labels;

namespace Pprof;

/// <summary>
/// Labels say what a program works for: a route, a tenant, a queue. Samples of a CPU profile and entries of the goroutine
/// profile carry those in force where they were taken, so that <c>go tool pprof</c> can tell one cause of the work from another
/// (<c>-tags</c>, <c>-tagfocus</c>, <c>-tagroot</c>). The counterpart of <c>Do</c>, <c>WithLabels</c> and <c>ForLabels</c> of
/// Go's <c>runtime/pprof</c>. All members may be called from any thread at any time.
/// </summary>
/// <remarks>
/// Labels flow like an <see cref="AsyncLocal{T}"/>: over every <c>await</c>, and into tasks, timers and threads that are started while they are
/// in force. They do not flow where the flow of the execution context is suppressed. What was started keeps them after the scope has ended.
/// </remarks>
/// <example>
/// <code>
/// using (ProfileLabels.Push("route", "/orders/{id}"))
/// {
///     await HandleAsync(request);
/// }
/// </code>
/// </example>
public static class ProfileLabels
{
    /// <summary>
    /// The labels in force for the caller, sorted by key, ordinal. A snapshot: later changes do not show in it.
    /// </summary>
    public static IReadOnlyDictionary<string, string> Current => FlowingLabels.Current;

    /// <summary>
    /// Whether what runs under a sampled span of <see cref="System.Diagnostics.Activity"/> carries its ids as labels <c>trace_id</c> and
    /// <c>span_id</c>, beside those that are pushed. False by default: each span is an entry of its own in a profile.
    /// </summary>
    /// <remarks>
    /// Of spans that are not recorded, and of those that began before this was set, nothing is shown. A profile holds 10,000 different
    /// ones; what comes beyond keeps its other labels. They are not in <see cref="Current"/>. A label of the program's with one of these keys
    /// goes before.
    /// </remarks>
    public static bool TraceLabels
    {
        get => Labels.TraceLabels.IsOn;
        set => Labels.TraceLabels.IsOn = value;
    }

    /// <summary>Puts a label in force, beside those that are; one with the same key is replaced.</summary>
    /// <param name="key">Not empty. Keys that begin with <c>pprof::</c> have a meaning of their own in the viewer.</param>
    /// <param name="value">May be empty, but viewers drop such a label.</param>
    /// <returns>
    /// Dispose it to restore the labels of before; every Push made inside it ends, too. It acts on the flow of execution that disposes it.
    /// Where the label is not in force it does nothing: a second time, or in a flow that it never reached.
    /// </returns>
    /// <exception cref="ArgumentNullException"><paramref name="key"/> or <paramref name="value"/> is null.</exception>
    /// <exception cref="ArgumentException"><paramref name="key"/> is empty.</exception>
    public static IDisposable Push(string key, string value)
    {
        EnsureValid(key, value, nameof(key), nameof(value));
        KeyValuePair<string, string> label = new(key, value);
        return FlowingLabels.Push(new ReadOnlySpan<KeyValuePair<string, string>>(in label));
    }

    /// <summary>Puts any number of labels in force at once, as <see cref="Push(string, string)"/> does one.</summary>
    /// <param name="labels">Of several with the same key the last wins.</param>
    /// <returns>As of <see cref="Push(string, string)"/>.</returns>
    /// <exception cref="ArgumentNullException">A key or a value is null. Nothing was changed.</exception>
    /// <exception cref="ArgumentException">A key is empty. Nothing was changed.</exception>
    [OverloadResolutionPriority(1)] // so that Push(new("a", "1"), new("b", "2")) is not taken for one key and one value
    public static IDisposable Push(params ReadOnlySpan<KeyValuePair<string, string>> labels)
    {
        foreach ((string key, string value) in labels)
        {
            EnsureValid(key, value, nameof(labels), nameof(labels));
        }

        return FlowingLabels.Push(labels);
    }

    private static void EnsureValid(string key, string value, string keyParameter, string valueParameter)
    {
        if (key is null || value is null)
        {
            throw new ArgumentNullException(
                key is null ? keyParameter : valueParameter,
                key is null ? "A label's key is null. Pass a name for what the label tells." : $"The value of the label '{key}' is null. Pass a text, or do not push the label.");
        }

        if (key.Length == 0)
        {
            throw new ArgumentException($"A label's key is empty (its value is '{value}'). Pass a name for what the label tells.", keyParameter);
        }
    }
}
