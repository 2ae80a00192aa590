using System.Collections.Concurrent;
using System.Reflection;
using Pprof.Runtime;
using Pprof.Unwinding.Managed;

namespace Pprof.Unwinding.View;

/// <summary>
/// Recognises the part of the runtime that searches for a handler, which is what calls an exception filter; catch and
/// finally blocks are called by its second pass. By name: they are internal methods of the core library,
/// <code>filter block, (native), RhpCallFilterFunclet, FindFirstPassHandler, DispatchEx, …</code>
/// The first of the two is a P/Invoke, so it may be a Frame only, and the second may be inlined into its caller: either is enough.
/// Any thread; allocates for a method it has not met.
/// </summary>
internal sealed class FirstPass
{
    private const string Search = "FindFirstPassHandler";
    private const string Call = "RhpCallFilterFunclet";
    private const int MostRemembered = 1024;

    private readonly ConcurrentDictionary<ulong, bool> _known = [];

    /// <summary>Whether this managed frame, the next one behind a block, is of the first pass.</summary>
    public bool Runs(ulong ip, in FrameCode code)
    {
        // The core library is never unloaded, so transient code is none of its methods.
        if (code.Is(CodeTraits.Transient | CodeTraits.Hidden))
            return false;
        return _known.TryGetValue(code.MethodStart, out bool runs)
            ? runs
            : Remember(code.MethodStart, MethodLookup.FromNativeIp(ip - 1));
    }

    /// <summary>Whether this P/Invoke in progress behind a block is the call of a filter.</summary>
    public bool Calls(ulong methodDesc) =>
        _known.TryGetValue(methodDesc, out bool calls) ? calls : Remember(methodDesc, MethodLookup.FromMethodDesc(methodDesc));

    private bool Remember(ulong key, MethodBase? method)
    {
        bool matches = method?.DeclaringType is { Name: "EH" or "InternalCalls" } type && type.Assembly == typeof(object).Assembly
            && (method.Name == Search || method.Name.Contains(Call, StringComparison.Ordinal));
        if (_known.Count < MostRemembered)
            _known[key] = matches;
        return matches;
    }
}
