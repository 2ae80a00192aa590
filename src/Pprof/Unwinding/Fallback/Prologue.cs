using System.Buffers.Binary;
using Pprof.Unwinding.Managed;

namespace Pprof.Unwinding.Fallback;

/// <summary>
/// Reads how a frame was built from the machine code that builds it, for runtimes whose unwind codes cannot be found. The
/// compilers write one of
/// <code>
/// 50+r | 41 50+r                            push r            (any number)
/// 48 83 EC ib | 48 81 EC id                 sub rsp, n
/// 4C 8D 9C 24 id … 49 8B E3                 lea r11, [rsp-n]; a call that touches the pages; mov rsp, r11
/// 48 8D 6C 24 ib | 48 8D AC 24 id | 48 8B EC   lea rbp, [rsp+n] | mov rbp, rsp: the end
/// </code>
/// Where rbp is set the frame is left by rbp, which is right in the body, behind a stackalloc, and in catch and finally
/// blocks too, since those run with their method's rbp: one step then leaves the block and its method.
/// Pure; neither allocates nor throws.
/// </summary>
internal static class Prologue
{
    /// <summary>Bytes that hold the longest one.</summary>
    public const int LongestSize = 64;

    private const int Rbp = 5;

    /// <param name="code">The method's first bytes; may end early.</param>
    /// <param name="executed">How many of them have run; a return address lies behind all.</param>
    /// <param name="rule">How to leave the frame.</param>
    public static bool TryDecode(ReadOnlySpan<byte> code, uint executed, out FrameRule rule)
    {
        (int depth, int savedRbp, int at) = (0, 0, 0);
        rule = default;
        while (at < code.Length && at < executed)
        {
            ReadOnlySpan<byte> rest = code[at..];
            if (TrySetRbp(rest, out int offset, out int length))
            {
                if (at + length > executed)
                    break;
                // rbp = rsp + offset, and the CFA is rsp + depth + the return address.
                rule = new FrameRule(depth + 8 - offset, savedRbp, true);
                return savedRbp != 0;
            }

            if (!TryGrow(rest, ref depth, ref savedRbp, out length))
                break;
            at += length;
        }

        rule = new FrameRule(depth + 8, savedRbp, false);
        return true;
    }

    private static bool TryGrow(ReadOnlySpan<byte> code, ref int depth, ref int savedRbp, out int length)
    {
        length = PushLength(code, out int register);
        if (length != 0)
        {
            depth += 8;
            // Below the CFA lie the return address, then the pushes so far.
            savedRbp = register == Rbp ? -depth - 8 : savedRbp;
            return true;
        }

        length = AllocateLength(code, out int bytes);
        depth += bytes;
        return length != 0;
    }

    private static int PushLength(ReadOnlySpan<byte> code, out int register)
    {
        register = -1;
        if (code.Length >= 1 && code[0] is >= 0x50 and <= 0x57)
        {
            register = code[0] - 0x50;
            return 1;
        }

        return code.Length >= 2 && code[0] == 0x41 && code[1] is >= 0x50 and <= 0x57 ? 2 : 0;
    }

    private static int AllocateLength(ReadOnlySpan<byte> code, out int bytes)
    {
        bytes = 0;
        if (code.Length >= 4 && code[..3].SequenceEqual((ReadOnlySpan<byte>)[0x48, 0x83, 0xec]))
        {
            bytes = (sbyte)code[3];
            return 4;
        }

        if (code.Length >= 7 && code[..3].SequenceEqual((ReadOnlySpan<byte>)[0x48, 0x81, 0xec]))
        {
            bytes = BinaryPrimitives.ReadInt32LittleEndian(code[3..]);
            return 7;
        }

        return ProbedAllocateLength(code, out bytes);
    }

    private static int ProbedAllocateLength(ReadOnlySpan<byte> code, out int bytes)
    {
        bytes = 0;
        if (code.Length < 8 || !code[..4].SequenceEqual((ReadOnlySpan<byte>)[0x4c, 0x8d, 0x9c, 0x24]))
            return 0;
        int move = code.IndexOf((ReadOnlySpan<byte>)[0x49, 0x8b, 0xe3]);
        if (move < 0)
            return 0;
        bytes = -BinaryPrimitives.ReadInt32LittleEndian(code[4..]);
        return move + 3;
    }

    private static bool TrySetRbp(ReadOnlySpan<byte> code, out int offset, out int length)
    {
        (offset, length) = (0, 0);
        if (code.Length >= 3 && code[..3].SequenceEqual((ReadOnlySpan<byte>)[0x48, 0x8b, 0xec]))
            length = 3;
        else if (code.Length >= 5 && code[..4].SequenceEqual((ReadOnlySpan<byte>)[0x48, 0x8d, 0x6c, 0x24]))
            (offset, length) = ((sbyte)code[4], 5);
        else if (code.Length >= 8 && code[..4].SequenceEqual((ReadOnlySpan<byte>)[0x48, 0x8d, 0xac, 0x24]))
            (offset, length) = (BinaryPrimitives.ReadInt32LittleEndian(code[4..]), 8);
        return length != 0;
    }
}
