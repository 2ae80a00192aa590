using System.Reflection;
using Pprof.Runtime;
using Pprof.Unwinding.Managed;

namespace Pprof.Unwinding.View;

/// <summary>
/// Recognises the managed part of the runtime that searches for a handler, which is what calls an exception filter; catch
/// and finally blocks are called by its second pass. By name: it is an internal method of the core library.
/// Drain thread; allocates for a method it has not met.
/// </summary>
internal sealed class FirstPass
{
    private const string Type = "System.Runtime.EH";
    private const string Method = "FindFirstPassHandler";
    private const int MostRemembered = 1024;

    private readonly Dictionary<ulong, bool> _known = [];

    public bool Runs(ulong ip, in FrameCode code)
    {
        // The core library is never unloaded, so transient code is none of its methods.
        if (code.Is(CodeTraits.Transient | CodeTraits.Hidden))
            return false;
        if (_known.TryGetValue(code.MethodStart, out bool runs))
            return runs;
        MethodBase? method = MethodLookup.FromNativeIp(ip - 1);
        runs = method?.Name == Method && method.DeclaringType?.FullName == Type;
        if (_known.Count < MostRemembered)
            _known[code.MethodStart] = runs;
        return runs;
    }
}
