using System.Collections.Concurrent;
using Pprof.Runtime;
using Pprof.Symbolization;
using Pprof.Symbolization.Managed;
using Pprof.Unwinding;
using Pprof.Unwinding.Live;

namespace Pprof.Recording;

/// <summary>
/// Finds out, while it stands on the caller's stack and so cannot be freed, what code means that may be freed later: its address may be
/// another method's when the profile is written. Any thread, one at a time; some microseconds for each such frame. Never throws.
/// </summary>
internal static class TransientFrames
{
    // P/Invokes that call back and class constructors: a program has few.
    private const int MostRemembered = 4096;

    private static readonly Lock s_gate = new();
    private static readonly Lazy<ManagedSymbols> s_symbols = new(() => ManagedSources.Create().Symbols);
    private static readonly MethodDescReader? s_reader =
        ContractDescriptor.TryLoad(out _) is { } descriptor ? MethodDescReader.TryCreate(descriptor, out _) : null;
    private static readonly ConcurrentDictionary<ulong, bool> s_permanent = [];

    /// <summary>Puts frames with a meaning in the place of those that may lose theirs.</summary>
    public static void Name(Span<CodeAddress> frames, LiveUnwinder live)
    {
        foreach (ref CodeAddress frame in frames)
        {
            bool isTransient = frame.Kind switch
            {
                CodeKind.Managed => live.IsTransient(frame),
                CodeKind.Method => IsTransient(frame.Value),
                _ => false,
            };
            frame = isTransient ? Name(frame) : frame;
        }
    }

    private static CodeAddress Name(CodeAddress frame)
    {
        lock (s_gate)
        {
            LocationSymbol symbol = s_symbols.Value.Resolve(frame);
            return KnownFrames.Intern(symbol.Function ?? ManagedSymbols.Unknown, symbol.Line);
        }
    }

    private static bool IsTransient(ulong methodDesc)
    {
        if (s_permanent.ContainsKey(methodDesc))
        {
            return false;
        }

        bool isTransient = s_reader is null || !s_reader.TryRead(methodDesc, out MethodIdentity identity) || identity.IsCollectible;
        if (!isTransient && s_permanent.Count < MostRemembered)
        {
            s_permanent.TryAdd(methodDesc, true);
        }

        return isTransient;
    }
}
