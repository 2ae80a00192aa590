using Pprof.Runtime;
using Pprof.Runtime.DebugInfo;
using Pprof.Symbolization.Lines;

namespace Pprof.Symbolization.Managed;

/// <summary>Chooses, once for each profile, how managed code gets its names and lines. Allocates; never throws.</summary>
/// <param name="Symbols">The chosen way.</param>
/// <param name="Shortcoming">What is missing and why, for the profile's comments; null when nothing is.</param>
internal sealed record ManagedSources(ManagedSymbols Symbols, string? Shortcoming)
{
    public static ManagedSources Create()
    {
        string? reason = null;
        CodeMap? code = ContractDescriptor.TryLoad(out reason) is { } descriptor ? CodeMap.TryCreate(descriptor, out reason) : null;
        JitDebugInfo? debugInfo = code is null ? null : JitDebugInfo.TryCreate(code, out reason);
        SourceLines lines = new(debugInfo is null ? null : new RuntimeMaps(debugInfo));
        string? shortcoming = debugInfo is null ? $"Lines are those of the method's start: {reason}." : null;
        return new ManagedSources(new ManagedSymbols(new ReflectedMethods(), lines), shortcoming);
    }
}
