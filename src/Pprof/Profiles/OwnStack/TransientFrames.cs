using System.Collections.Concurrent;
using System.Reflection;
using Pprof.Runtime;
using Pprof.Symbolization;
using Pprof.Symbolization.Managed;
using Pprof.Unwinding;
using Pprof.Unwinding.Live;

namespace Pprof.Profiles.OwnStack;

/// <summary>
/// Finds out, while it stands on the caller's stack and so cannot be freed, what code means that may be freed later: its address may be
/// another method's when the profile is written. Any thread; one at a time what is new, some hundred microseconds. Never throws.
/// </summary>
/// <remarks>
/// What was found holds for as long as the code lives, and the code lives at least as long as an object that keeps it alive:
/// the <see cref="System.Reflection.Emit.DynamicMethod"/>, the type of a collectible assembly. A short weak reference to that object is cleared before the code
/// is freed, so while it has a target the address is still that method's.
/// </remarks>
internal static class TransientFrames
{
    // Compiled expressions and regular expressions, reflection's stubs, P/Invokes that call back: a program has few that open things.
    private const int MostRemembered = 4096;

    private static readonly Lock s_gate = new();
    private static readonly Lazy<ManagedSymbols> s_symbols = new(() => ManagedSources.Create().Symbols);
    private static readonly MethodDescReader? s_reader = RuntimeDescription.Current.Methods.Value;
    private static readonly ConcurrentDictionary<ulong, bool> s_permanent = [];
    private static readonly ConcurrentDictionary<CodeAddress, (WeakReference Owner, CodeAddress Meaning)> s_known = [];

    /// <summary>Puts frames with a meaning in the place of those that may lose theirs.</summary>
    public static void Name(Span<CodeAddress> frames, LiveUnwinder live)
    {
        foreach (ref CodeAddress frame in frames)
        {
            if (frame.Kind == CodeKind.Managed && live.IsTransient(frame))
            {
                frame = Recall(frame, live);
            }
            else if (frame.Kind == CodeKind.Method && IsTransient(frame.Value))
            {
                frame = Name(frame);
            }
        }
    }

    private static CodeAddress Recall(CodeAddress frame, LiveUnwinder live)
    {
        if (s_known.TryGetValue(frame, out (WeakReference Owner, CodeAddress Meaning) known) && known.Owner.IsAlive)
        {
            return known.Meaning;
        }

        CodeAddress meaning = Name(frame);
        if (OwnerOf(MethodLookup.FromNativeIp(frame.Value)) is { } owner)
        {
            Remember(frame, meaning, new WeakReference(owner), live);
        }

        return meaning;
    }

    private static void Remember(CodeAddress frame, CodeAddress meaning, WeakReference owner, LiveUnwinder live)
    {
        if (s_known.Count >= MostRemembered)
        {
            s_known.Clear();
        }

        s_known[frame] = (owner, meaning);
        live.KeepWhile(owner, frame);
    }

    // The code of a generic instantiation may belong to any of the assemblies in it: of that nothing is remembered.
    private static object? OwnerOf(MethodBase? method) => method switch
    {
        null => null,
        { DeclaringType: null } => method,
        { IsGenericMethod: false, DeclaringType: { IsCollectible: true, IsGenericType: false } type } => type,
        _ => null,
    };

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
