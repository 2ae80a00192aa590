using System.Reflection;
using Pprof.Images;
using Pprof.Runtime;
using Pprof.Unwinding.Managed;

namespace Pprof.Unwinding.Fallback;

/// <summary>
/// Leaves managed frames without the runtime's description of itself: ready-to-run code by the tables in its image, jitted
/// code by its prologue. Right wherever a frame is of the ordinary kinds; blind to IL stubs (left by rbp), to exception
/// filters (shown without the thrower), and to the names of P/Invokes in progress.
/// Owner of the parts; does not throw; allocates at the first sight of an address.
/// </summary>
internal sealed class PrologueRules(ReadyToRunTables tables) : IFrameRules
{
    // Where an epilogue is looked for in code that replaced its method.
    private const int LongestSearch = 4096;

    private readonly byte[] _code = new byte[LongestSearch];

    // Prologues tell how the frame of an instruction was made; a body without one may have several.
    public FrameCode FindBody(ulong methodStart) => new(default, methodStart, CodeTraits.Managed | CodeTraits.NoRule);

    public FrameCode Find(ulong ip, bool isReturnAddress)
    {
        ulong inside = isReturnAddress ? ip - 1 : ip;
        if (tables.TryFind(inside, out TableEntry entry))
            return FromTable(entry, ip, isReturnAddress);
        MethodBase? method = MethodLookup.FromNativeIp(inside);
        if (method is null || !ProbedRanges.TryFindStart(inside, out ulong start))
            return new FrameCode(default, 0, isReturnAddress && !CallSite.IsBefore(ip) ? CodeTraits.NotAfterCall : CodeTraits.None);
        bool hasRule = TryEpilogue(start, ip, isReturnAddress, out FrameRule rule) || TryPrologue(start, ip, out rule);
        CodeTraits transient = method.DeclaringType is null || method.Module.Assembly.IsCollectible ? CodeTraits.Transient : CodeTraits.None;
        return new FrameCode(rule, start, CodeTraits.Managed | transient | (hasRule ? CodeTraits.None : CodeTraits.NoRule));
    }

    private static FrameCode FromTable(in TableEntry entry, ulong ip, bool isReturnAddress)
    {
        bool hasRule = TryEpilogue(entry.Begin, ip, isReturnAddress, out FrameRule rule)
            || UnwindCodes.TryDecode(entry.UnwindInfo, (uint)(ip - entry.Begin), out rule);
        ulong body = ReadyToRunTables.FindBody(entry);
        CodeTraits funclet = body != entry.Begin ? CodeTraits.Funclet : CodeTraits.None;
        return new FrameCode(rule, body, CodeTraits.Managed | funclet | (hasRule ? CodeTraits.None : CodeTraits.NoRule));
    }

    private static bool TryEpilogue(ulong start, ulong ip, bool isReturnAddress, out FrameRule rule)
    {
        rule = default;
        Span<byte> bytes = stackalloc byte[Epilogue.LongestSize];
        // Where the method ends is not known; a jump of more than this is taken for one that leaves it.
        return !isReturnAddress && SafeMemory.TryRead(ip, bytes) && Epilogue.TryDecode(bytes, (uint)(ip - start), LongestSearch, out rule);
    }

    private bool TryPrologue(ulong start, ulong ip, out FrameRule rule)
    {
        rule = default;
        Span<byte> bytes = _code.AsSpan(0, Prologue.LongestSize);
        if (!SafeMemory.TryRead(start, bytes))
            return false;
        if (!ReplacedMethod.StartsAt(bytes))
            return Prologue.TryDecode(bytes, (uint)Math.Min(ip - start, Prologue.LongestSize), out rule);
        int readable = _code.Length;
        while (readable > 0 && !SafeMemory.TryRead(start, _code.AsSpan(0, readable)))
            readable /= 2;
        return ReplacedMethod.TryDecode(_code.AsSpan(0, readable), out rule);
    }
}
