using System.Buffers.Binary;

namespace Pprof.Unwinding.Managed;

/// <summary>
/// Recognises an interrupted frame that is being torn down, which unwind codes do not describe: from the instruction on
/// there is nothing but
/// <code>
/// C5 F8 77                       vzeroupper        (optional)
/// 48 83 C4 ib | 48 81 C4 id      add rsp, n        (at most one of these three)
/// 48 8D 65 ib | 48 8D A5 id      lea rsp, [rbp+n]
/// 48 8B E5                       mov rsp, rbp
/// 58+r | 41 58+r                 pop r             (any number)
/// C3 | F3 C3                     ret
/// E9 id | EB ib                  jmp out of the function: a tail call
/// FF 25 id | 48 FF /4            jmp through memory or a register: a tail call (a switch has no 48 prefix)
/// </code>
/// Pure; neither allocates nor throws.
/// </summary>
internal static class Epilogue
{
    /// <summary>Bytes that hold the longest one: the releases, 15 pops of two bytes, a jump.</summary>
    public const int LongestSize = 64;

    private const int Rbp = 5;

    /// <param name="code">The bytes from the instruction on; may end early.</param>
    /// <param name="toBegin">How far before <paramref name="code"/> the function begins.</param>
    /// <param name="toEnd">How far behind its first byte the function ends.</param>
    /// <param name="rule">How to leave the frame from here.</param>
    public static bool TryDecode(ReadOnlySpan<byte> code, uint toBegin, uint toEnd, out FrameRule rule)
    {
        var builder = new RuleBuilder();
        int at = code.StartsWith((ReadOnlySpan<byte>)[0xc5, 0xf8, 0x77]) ? 3 : 0;
        at += Release(code[at..], ref builder);
        for (int length; (length = Pop(code[at..], ref builder)) != 0;)
            at += length;
        bool finished = builder.TryFinish(out rule);
        return finished && (IsReturn(code[at..]) || IsTailJump(code[at..], (long)toBegin + at, (long)toEnd - at));
    }

    private static int Release(ReadOnlySpan<byte> code, ref RuleBuilder builder)
    {
        if (code.Length < 3 || code[0] != 0x48)
            return 0;
        switch (code[1], code[2])
        {
            case (0x83, 0xc4) when code.Length >= 4:
                builder.Release((sbyte)code[3]);
                return 4;
            case (0x81, 0xc4) when code.Length >= 7:
                builder.Release(BinaryPrimitives.ReadInt32LittleEndian(code[3..]));
                return 7;
            case (0x8d, 0x65) when code.Length >= 4:
                builder.FromRbp((sbyte)code[3]);
                return 4;
            case (0x8d, 0xa5) when code.Length >= 7:
                builder.FromRbp(BinaryPrimitives.ReadInt32LittleEndian(code[3..]));
                return 7;
            case (0x8b, 0xe5):
                builder.FromRbp(0);
                return 3;
            default:
                return 0;
        }
    }

    private static int Pop(ReadOnlySpan<byte> code, ref RuleBuilder builder)
    {
        if (code.Length >= 1 && code[0] is >= 0x58 and <= 0x5f)
        {
            builder.Pop(code[0] - 0x58 == Rbp);
            return 1;
        }

        if (code.Length < 2 || code[0] != 0x41 || code[1] is < 0x58 or > 0x5f)
            return 0;
        builder.Pop(false);
        return 2;
    }

    private static bool IsReturn(ReadOnlySpan<byte> code) =>
        code.Length >= 1 && (code[0] == 0xc3 || (code.Length >= 2 && code[0] == 0xf3 && code[1] == 0xc3));

    private static bool IsTailJump(ReadOnlySpan<byte> code, long toBegin, long toEnd)
    {
        if (code.Length >= 2 && code[0] == 0xeb)
            return Leaves(2 + (sbyte)code[1], toBegin, toEnd);
        if (code.Length >= 5 && code[0] == 0xe9)
            return Leaves(5 + (long)BinaryPrimitives.ReadInt32LittleEndian(code[1..]), toBegin, toEnd);
        if (code.Length >= 6 && code[0] == 0xff && code[1] == 0x25)
            return true;
        // ModRM: the middle three bits are the /4 of an indirect jump.
        return code.Length >= 3 && code[0] == 0x48 && code[1] == 0xff && ((code[2] >> 3) & 7) == 4;
    }

    private static bool Leaves(long target, long toBegin, long toEnd) => target < -toBegin || target >= toEnd;
}
