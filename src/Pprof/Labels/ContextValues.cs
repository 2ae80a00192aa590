using System.Reflection;

namespace Pprof.Labels;

/// <summary>
/// Reads an AsyncLocal's value in a captured execution context without running under it, which would call the change handlers of
/// every AsyncLocal of the program. By two private members of the runtime's library, looked for once; where they are not
/// there, or do not find a value that was just put in, the answer is always null and there is a reason.
/// </summary>
internal static class ContextValues
{
    private static readonly FieldInfo? s_values = typeof(ExecutionContext).GetField("m_localValues", BindingFlags.Instance | BindingFlags.NonPublic);
    private static readonly MethodInvoker? s_tryGetValue = FindReader(s_values?.FieldType);

    static ContextValues() =>
        NotAvailableReason = FindsWhatIsThere() ? null : "This version of .NET keeps the values of an execution context in an unknown way.";

    /// <summary>Null when values can be read.</summary>
    public static string? NotAvailableReason { get; }

    /// <summary>Null when the context has no value of this AsyncLocal.</summary>
    public static object? Of(ExecutionContext context, object asyncLocal) =>
        NotAvailableReason is null ? Read(context, asyncLocal, s_values!, s_tryGetValue!) : null;

    private static object? Read(ExecutionContext context, object asyncLocal, FieldInfo values, MethodInvoker tryGetValue)
    {
        object? map = values.GetValue(context);
        object?[] arguments = [asyncLocal, null];
        return map is not null && tryGetValue.Invoke(map, arguments.AsSpan()) is true ? arguments[1] : null;
    }

    private static MethodInvoker? FindReader(Type? map)
    {
        MethodInfo? method = map?.GetMethod("TryGetValue", BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic);
        return method?.GetParameters() is [_, { IsOut: true }] && method.ReturnType == typeof(bool) ? MethodInvoker.Create(method) : null;
    }

    // The calling thread's own context must come out of this as it went in.
    private static bool FindsWhatIsThere()
    {
        if (s_values is null || s_tryGetValue is null)
        {
            return false;
        }

        AsyncLocal<object?> probe = new();
        object expected = new();
        try
        {
            probe.Value = expected;
            return ExecutionContext.Capture() is not { } context || Read(context, probe, s_values, s_tryGetValue) == expected;
        }
        catch (Exception)
        {
            return false;
        }
        finally
        {
            probe.Value = null;
        }
    }
}
