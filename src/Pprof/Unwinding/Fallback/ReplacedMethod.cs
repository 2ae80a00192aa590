using System.Buffers.Binary;
using Pprof.Unwinding.Managed;

namespace Pprof.Unwinding.Fallback;

/// <summary>
/// A method that was replaced by optimized code while it ran (OSR) stands on the frame of its predecessor, whose size its
/// prologue does not tell; its epilogue does, since it releases both at once: <c>add rsp, n; pop …; pop rbp; ret</c>.
/// It begins with <c>mov rax, [rbp]; push rax</c>, as no other code does, on .NET 11 behind one more <c>push rax</c>. Like in any method, leaving by rbp is right in
/// catch and finally blocks too; what rbp is set to stands in the prologue. Pure; neither allocates nor throws.
/// </summary>
internal static class ReplacedMethod
{
    // Below the return address, which lies right below the CFA.
    private const int SavedRbp = -16;

    // The end is not known: a jump that far leaves any method.
    private const uint Beyond = 1 << 20;

    public static bool StartsAt(ReadOnlySpan<byte> code) => StartLength(code) > 0;

    private static int StartLength(ReadOnlySpan<byte> code)
    {
        ReadOnlySpan<byte> start = [0x50, 0x48, 0x8b, 0x45, 0x00, 0x50];
        return code.StartsWith(start) ? start.Length : code.StartsWith(start[1..]) ? start.Length - 1 : 0;
    }

    /// <summary>The rule behind the prologue, from the first epilogue in the method's code.</summary>
    public static bool TryDecode(ReadOnlySpan<byte> code, out FrameRule rule)
    {
        rule = default;
        ReadOnlySpan<byte> addToRsp = [0x48, 0x83, 0xc4, 0x48, 0x81, 0xc4];
        for (int at = 0; at + 6 <= code.Length; at++)
        {
            ReadOnlySpan<byte> rest = code[at..];
            if ((rest.StartsWith(addToRsp[..3]) || rest.StartsWith(addToRsp[3..])) && Epilogue.TryDecode(rest, (uint)at, Beyond, out rule) && rule.RbpOffset == SavedRbp)
            {
                bool setsRbp = TryFindRbp(code, out int rbp);
                rule = new FrameRule(rule.CfaOffset - rbp, SavedRbp, setsRbp);
                return true;
            }
        }

        return false;
    }

    // lea rbp, [rsp+n], behind stores of callee-saved registers; or mov rbp, rsp, where there is no frame of its own to speak of.
    private static bool TryFindRbp(ReadOnlySpan<byte> code, out int offset)
    {
        offset = 0;
        code = code[..Math.Min(code.Length, Prologue.LongestSize)];
        int near = code.IndexOf((ReadOnlySpan<byte>)[0x48, 0x8d, 0x6c, 0x24]);
        int far = code.IndexOf((ReadOnlySpan<byte>)[0x48, 0x8d, 0xac, 0x24]);
        if (near >= 0 && near + 4 < code.Length)
            offset = (sbyte)code[near + 4];
        else if (far >= 0 && far + 8 <= code.Length)
            offset = BinaryPrimitives.ReadInt32LittleEndian(code[(far + 4)..]);
        else
            return code[StartLength(code)..].StartsWith((ReadOnlySpan<byte>)[0x48, 0x8b, 0xec]);
        return true;
    }
}
