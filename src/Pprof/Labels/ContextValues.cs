using System.Reflection;

namespace Pprof.Labels;

/// <summary>
/// Reads an AsyncLocal's value in a captured execution context without running under it, which would call the change handlers of
/// every AsyncLocal of the program. By two private members of the runtime's library, looked for once; where they are not
/// there, or do not find a value that was just put in, the answer is always null and there is a reason.
/// </summary>
internal sealed class ContextValues
{
    private readonly FieldInfo? _values;
    private readonly MethodInvoker? _tryGetValue;

    /// <param name="values">Name of the field of a context that holds its values.</param>
    /// <param name="tryGetValue">Name of that field's method that finds one.</param>
    public ContextValues(string values = "m_localValues", string tryGetValue = "TryGetValue")
    {
        _values = typeof(ExecutionContext).GetField(values, BindingFlags.Instance | BindingFlags.NonPublic);
        _tryGetValue = FindReader(_values?.FieldType, tryGetValue);
        NotAvailableReason = FindsWhatIsThere() ? null : "this version of .NET keeps the values of an execution context in an unknown way";
    }

    public static ContextValues Shared { get; } = new();

    /// <summary>Null when values can be read.</summary>
    public string? NotAvailableReason { get; }

    /// <summary>Null when the context has no value of this AsyncLocal.</summary>
    public object? Of(ExecutionContext context, object asyncLocal) => NotAvailableReason is null ? Read(context, asyncLocal) : null;

    private object? Read(ExecutionContext context, object asyncLocal)
    {
        object? map = _values!.GetValue(context);
        object?[] arguments = [asyncLocal, null];
        return map is not null && _tryGetValue!.Invoke(map, arguments.AsSpan()) is true ? arguments[1] : null;
    }

    private static MethodInvoker? FindReader(Type? map, string name)
    {
        MethodInfo[] methods = map?.GetMethods(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic) ?? [];
        return Array.Find(methods, method => method.Name == name) is { } method && IsReader(method) ? MethodInvoker.Create(method) : null;
    }

    private static bool IsReader(MethodInfo method) => method.GetParameters() is [_, { IsOut: true }] && method.ReturnType == typeof(bool);

    // On a flow of its own, so that the caller's comes out of it as it went in.
    private bool FindsWhatIsThere()
    {
        if (_values is null || _tryGetValue is null || ExecutionContext.Capture() is not { } own)
        {
            return false;
        }

        bool found = false;
        ExecutionContext.Run(own, _ => found = FindsOnThisFlow(), null);
        return found;
    }

    private bool FindsOnThisFlow()
    {
        AsyncLocal<object?> probe = new();
        try
        {
            probe.Value = probe;
            return Read(ExecutionContext.Capture()!, probe) == probe;
        }
        catch (Exception)
        {
            return false;
        }
    }
}
