using Pprof.Runtime;
using Pprof.Runtime.DebugInfo;
using Pprof.Symbolization.Lines;

namespace Pprof.Symbolization.Managed;

/// <summary>Chooses, once for each profile, how managed code gets its names and lines. Allocates; never throws.</summary>
/// <param name="Symbols">The chosen way.</param>
/// <param name="Shortcoming">What had to be learned another way and why, a sentence for the profile's comments; null when nothing had.</param>
internal sealed record ManagedSources(ManagedSymbols Symbols, string? Shortcoming)
{
    /// <summary>The runtime's own lookup and debug information where they work, else its documented list of methods.</summary>
    public static ManagedSources Create()
    {
        RuntimePart<JitDebugInfo> debugInfo = RuntimeDescription.Current.DebugInfo;
        return Create(MethodLookup.IsAvailable, debugInfo.Value, debugInfo.Reason);
    }

    /// <param name="hasLookup">Whether the runtime names the method at an address.</param>
    /// <param name="debugInfo">Null where it cannot be read.</param>
    /// <param name="reason">Why not.</param>
    internal static ManagedSources Create(bool hasLookup, JitDebugInfo? debugInfo, string? reason)
    {
        RundownSource rundown = RundownSource.OfThisProcess();
        ReflectedMethods? reflected = hasLookup ? ReflectedMethods.TryCreate() : null;
        IManagedMethods methods = reflected is null ? new RundownMethods(rundown) : reflected;
        INativeMaps maps = debugInfo is null ? new RundownMaps(rundown) : new RuntimeMaps(debugInfo);
        return new ManagedSources(new ManagedSymbols(methods, new SourceLines(maps), debugInfo is null ? null : new RuntimeInlining(debugInfo)), Tell(reflected is not null, reason));
    }

    private static string? Tell(bool hasLookup, string? reason) => (hasLookup, reason) switch
    {
        (true, null) => null,
        (true, _) => $"Lines come from method rundown: {reason}.",
        (false, null) => "Names come from method rundown: this runtime has no lookup from address to method that works.",
        (false, _) => $"Names and lines come from method rundown: this runtime has no lookup from address to method that works, and {reason}.",
    };
}
