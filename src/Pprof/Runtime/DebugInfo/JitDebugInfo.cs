namespace Pprof.Runtime.DebugInfo;

/// <summary>
/// Native-to-IL maps, read from where the runtime keeps them. Of jitted code the code header's first word points at the
/// debug information; code that was compiled ahead of time has it in its image. No event is needed, and code compiled before we came has one too. The encoding is not part of the runtime's
/// self-description, so <see cref="TryCreate"/> takes the one in which the maps of known code say what the runtime says of it.
/// Any thread; never throws.
/// </summary>
internal sealed class JitDebugInfo
{
    // That of .NET 11 first, and of .NET 10.
    private static readonly IDebugInfoEncoding[] s_encodings = [new ChunkedEncoding(), new FlaggedEncoding()];

    private readonly CodeMap _code;
    private readonly IDebugInfoEncoding _encoding;

    private JitDebugInfo(CodeMap code, IDebugInfoEncoding encoding) => (_code, _encoding) = (code, encoding);

    /// <summary>Null, with the reason, where this runtime keeps its debug information in another way.</summary>
    public static JitDebugInfo? TryCreate(CodeMap code, out string? reason)
    {
        reason = null;
        foreach (IDebugInfoEncoding encoding in s_encodings)
        {
            JitDebugInfo debugInfo = new(code, encoding);
            reason = DebugInfoProbe.FindFault(debugInfo);
            if (reason is null)
                return debugInfo;
        }

        return null;
    }

    /// <summary>Where the bodies are.</summary>
    public CodeMap Code => _code;

    /// <summary>The map of a body; null for code without one (stubs, freed code).</summary>
    public NativeMap? Read(in MethodCode code) =>
        _code.FindDebugInfo(code) is not 0 and var address ? _encoding.Read(address, code.IsReadyToRun) : null;

    /// <summary>What was inlined into a body; null where the runtime does not keep it, which is so unless <c>DOTNET_RichDebugInfo=1</c>.</summary>
    public InlineTree? ReadInlining(in MethodCode code) =>
        !code.IsReadyToRun && _code.FindDebugInfo(code) is not 0 and var address ? _encoding.ReadInlining(address) : null;
}
