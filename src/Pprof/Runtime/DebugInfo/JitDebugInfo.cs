using Pprof.Images;

namespace Pprof.Runtime.DebugInfo;

/// <summary>
/// Native-to-IL maps of jitted code, read from where the runtime keeps them: the code header's first word points at the
/// <see cref="DebugInfoBlob"/>. No event is needed, and code compiled before we came has one too. Neither the word nor the encoding is part of the
/// runtime's self-description, so <see cref="TryCreate"/> compares the maps of known code with what the runtime says of it.
/// Drain thread; never throws.
/// </summary>
internal sealed class JitDebugInfo
{
    private readonly CodeMap _code;

    private JitDebugInfo(CodeMap code) => _code = code;

    /// <summary>Null, with the reason, where this runtime keeps its debug information in another way.</summary>
    public static JitDebugInfo? TryCreate(CodeMap code, out string? reason)
    {
        reason = DebugInfoProbe.FindFault(code);
        return reason is null ? new JitDebugInfo(code) : null;
    }

    /// <summary>Where the bodies are.</summary>
    public CodeMap Code => _code;

    /// <summary>The map of a body; null for code without one (ready-to-run, stubs, freed code).</summary>
    public static NativeMap? Read(in MethodCode code) =>
        code.CodeHeader != 0 && SafeMemory.TryRead(code.CodeHeader, out ulong debugInfo) && debugInfo != 0 ? DebugInfoBlob.Read(debugInfo) : null;
}
