using Pprof.Images;
using Pprof.Runtime;

namespace Pprof.Unwinding.Managed;

/// <summary>
/// The exact way: the runtime's own tables lead from the address to its unwind codes. Any thread; neither allocates nor throws.
/// </summary>
internal sealed class TableRules(CodeMap map) : IFrameRules
{
    public FrameCode Find(ulong ip, bool isReturnAddress)
    {
        // A call can be the last instruction of its method; the byte before the return address is always inside.
        ulong inside = isReturnAddress ? ip - 1 : ip;
        if (!map.TryFindMethod(inside, out MethodCode code))
            return new FrameCode(default, 0, isReturnAddress && !CallSite.IsBefore(ip) ? CodeTraits.NotAfterCall : CodeTraits.None);
        bool hasRule = TryFindRule(code, ip, isReturnAddress, out FrameRule rule);
        // Freed while it was read: another method, or none, is there now.
        if (code.IsTransient && (!map.TryFindMethod(inside, out MethodCode again) || again != code))
            hasRule = false;
        return new FrameCode(rule, code.Start, TraitsOf(code) | (hasRule ? CodeTraits.None : CodeTraits.NoRule));
    }

    // No prolog is longer than 255 bytes, so that is behind all of them.
    public FrameCode FindBody(ulong methodStart) =>
        map.TryFindMethod(methodStart, out MethodCode code) && TryFindRule(code, code.EntryBegin + byte.MaxValue + 1, isReturnAddress: true, out FrameRule rule)
            ? new FrameCode(rule, methodStart, TraitsOf(code))
            : new FrameCode(default, methodStart, CodeTraits.Managed | CodeTraits.NoRule);

    private static CodeTraits TraitsOf(in MethodCode code) =>
        CodeTraits.Managed
        | (code.IsFunclet ? CodeTraits.Funclet : CodeTraits.None)
        | (code.IsILStub ? CodeTraits.Hidden : CodeTraits.None)
        | (code.IsTransient ? CodeTraits.Transient : CodeTraits.None);

    private static bool TryFindRule(in MethodCode code, ulong ip, bool isReturnAddress, out FrameRule rule)
    {
        if (!isReturnAddress && TryEpilogue(code, ip, out rule))
            return true;
        rule = default;
        Span<byte> info = stackalloc byte[UnwindCodes.LargestSize];
        if (!SafeMemory.TryRead(code.UnwindInfo, info[..UnwindCodes.HeaderSize]))
            return false;
        info = info[..UnwindCodes.SizeOf(info)];
        return SafeMemory.TryRead(code.UnwindInfo, info) && UnwindCodes.TryDecode(info, (uint)(ip - code.EntryBegin), out rule);
    }

    private static bool TryEpilogue(in MethodCode code, ulong ip, out FrameRule rule)
    {
        rule = default;
        uint toEnd = (uint)(code.EntryEnd - ip);
        Span<byte> bytes = stackalloc byte[Epilogue.LongestSize];
        bytes = bytes[..(int)Math.Min(toEnd, (uint)bytes.Length)];
        return SafeMemory.TryRead(ip, bytes) && Epilogue.TryDecode(bytes, (uint)(ip - code.EntryBegin), toEnd, out rule);
    }
}
