using System.Diagnostics;
using System.Reflection;
using Pprof.Runtime;
using Pprof.Symbolization;
using Pprof.Unwinding;

namespace Pprof.Workloads.Oracle;

/// <summary>The managed methods of a stack as text, leaf first, comparable between the runtime's walk and ours.</summary>
internal static class ShownMethods
{
    private const string FilterCall = "<RhpCallFilterFunclet>g____PInvoke";

    public static List<string> Of(StackTrace trace, bool withPInvokes) =>
        WithoutTwins(trace.GetFrames().Select(f => f.GetMethod())
            .Where(m => !IsFilterCall(m) && (withPInvokes || m?.Attributes.HasFlag(MethodAttributes.PinvokeImpl) != true)));

    /// <summary>Of a stack whose frames are all managed; of code that may be freed it has only names.</summary>
    public static List<string> Of(ReadOnlySpan<CodeAddress> frames)
    {
        var shown = new List<string>();
        foreach (CodeAddress frame in frames)
        {
            shown.Add(frame.Kind switch
            {
                CodeKind.Managed => Name(MethodLookup.FromNativeIp(frame.Value)),
                CodeKind.Method => Name(MethodLookup.FromMethodDesc(frame.Value)),
                CodeKind.Known => KnownFrames.Resolve(frame).Function!.Name.Replace("dynamicClass.", "", StringComparison.Ordinal),
                _ => frame.ToString(),
            });
        }

        if (frames.Length > 0 && frames[^1].Kind == CodeKind.Managed && IsEntry(MethodLookup.FromNativeIp(frames[^1].Value)))
            shown.RemoveAt(shown.Count - 1);
        shown.RemoveAll(name => name.Contains(FilterCall, StringComparison.Ordinal));
        return shown;
    }

    /// <summary>From the innermost frame of the named method of the oracle on.</summary>
    public static List<string> Of(ReadOnlySpan<CodeAddress> frames, string from)
    {
        var methods = new List<MethodBase?>();
        foreach (CodeAddress frame in frames)
        {
            if (frame.Kind == CodeKind.Managed)
                methods.Add(MethodLookup.FromNativeIp(frame.Value));
            else if (frame.Kind == CodeKind.Method)
                methods.Add(MethodLookup.FromMethodDesc(frame.Value));
        }

        return WithoutTwins(methods.SkipWhile(m => !IsLeaf(m, from)).Where(m => !IsEntry(m) && !IsFilterCall(m)));
    }

    // .NET 11 enters a program through a managed method of its own, which it leaves out of its stack traces.
    private static bool IsEntry(MethodBase? method) => method?.Name == "CallEntryPoint" && method.DeclaringType == typeof(Environment);

    private static bool IsLeaf(MethodBase? method, string name) => method?.Name == name && method.DeclaringType == typeof(StackOracle);

    // The native half of the runtime's call of a filter. On .NET 11 without ready-to-run code its stack traces show it, and a walk
    // passes it as glue; elsewhere both show it. Neither is compared.
    private static bool IsFilterCall(MethodBase? method) =>
        method?.Name.StartsWith(FilterCall, StringComparison.Ordinal) == true;

    // The runtime shows a P/Invoke in progress twice: once for its Frame, once for the stub or the inlined call.
    private static List<string> WithoutTwins(IEnumerable<MethodBase?> methods)
    {
        var shown = new List<string>();
        MethodBase? last = null;
        foreach (MethodBase? method in methods)
        {
            bool isTwin = method is not null && method.Attributes.HasFlag(MethodAttributes.PinvokeImpl) && method.Equals(last);
            if (!isTwin)
                shown.Add(Name(method));
            last = method;
        }

        return shown;
    }

    private static string Name(MethodBase? method) => method switch
    {
        null => "?",
        { DeclaringType: null } => method.Name,
        _ => $"{method.DeclaringType.Name}.{method.Name}#{method.MetadataToken & 0xffffff:x}",
    };
}
