using System.Buffers.Binary;

namespace Pprof.Unwinding.Managed;

/// <summary>
/// Decodes the Windows x64 unwind information that the .NET compilers write on every system:
/// <code>
/// byte 0  version (3 bits, 1) | flags (bit 2 = chained)
/// byte 1  size of the prologue
/// byte 2  number of 2-byte slots that follow
/// byte 3  frame register (4 bits, 5 = rbp, 0 = none) | its offset / 16
/// slots   { offset of the end of the instruction, op (4 bits) | info (4 bits) }, last instruction of the prologue first
/// </code>
/// In the middle of the prologue only the instructions already executed count. A method that was replaced while running
/// (OSR) lists the frame of its predecessor too, at offset 0, so it needs no case of its own.
/// Pure; neither allocates nor throws.
/// </summary>
internal static class UnwindCodes
{
    public const int HeaderSize = 4;
    public const int LargestSize = HeaderSize + 2 * byte.MaxValue;

    private const int Rbp = 5;
    private const int Chained = 4 << 3;

    private enum Op
    {
        PushNonVolatile = 0,
        AllocLarge = 1,
        AllocSmall = 2,
        SetFrameRegister = 3,
        SaveNonVolatile = 4,
        SaveNonVolatileFar = 5,
        SaveXmm = 8,
        SaveXmmFar = 9,

        /// <summary>Not on Windows: a frame register whose offset does not fit the header's four bits.</summary>
        SetFrameRegisterLarge = 11,
    }

    /// <summary>Bytes of the whole, from its header.</summary>
    public static int SizeOf(ReadOnlySpan<byte> header) => HeaderSize + 2 * header[2];

    /// <param name="info">The information, as long as <see cref="SizeOf"/> says.</param>
    /// <param name="offset">Bytes from the entry's begin to the instruction (or the return address).</param>
    /// <param name="rule">How to leave the frame from there.</param>
    public static bool TryDecode(ReadOnlySpan<byte> info, uint offset, out FrameRule rule)
    {
        rule = default;
        if (info.Length < HeaderSize || info.Length < SizeOf(info) || (info[0] & 7) != 1 || (info[0] & Chained) != 0)
            return false;
        ReadOnlySpan<byte> codes = info[HeaderSize..SizeOf(info)];
        int frameOffset = (info[3] >> 4) * 16;
        bool frameIsSet = FrameRegisterIsSet(codes, offset);
        var builder = new RuleBuilder();
        while (!codes.IsEmpty)
        {
            int slots = SlotsOf(codes);
            if (slots == 0 || codes.Length < 2 * slots)
                return false;
            if (codes[0] <= offset)
                Apply(codes, ref builder, frameIsSet, frameOffset);
            codes = codes[(2 * slots)..];
        }

        return builder.TryFinish(out rule);
    }

    private static int SlotsOf(ReadOnlySpan<byte> code) => OpOf(code) switch
    {
        Op.PushNonVolatile or Op.AllocSmall or Op.SetFrameRegister => 1,
        Op.AllocLarge => InfoOf(code) == 0 ? 2 : 3,
        Op.SaveNonVolatile or Op.SaveXmm => 2,
        Op.SaveNonVolatileFar or Op.SaveXmmFar or Op.SetFrameRegisterLarge => 3,
        _ => 0,
    };

    private static void Apply(ReadOnlySpan<byte> code, ref RuleBuilder builder, bool frameIsSet, int frameOffset)
    {
        switch (OpOf(code))
        {
            case Op.PushNonVolatile:
                builder.Pop(InfoOf(code) == Rbp);
                break;
            case Op.AllocSmall:
                builder.Release(InfoOf(code) * 8 + 8);
                break;
            case Op.AllocLarge:
                builder.Release(InfoOf(code) == 0 ? Slot(code) * 8 : TwoSlots(code));
                break;
            case Op.SetFrameRegister:
                builder.FromRbp(-frameOffset);
                break;
            case Op.SetFrameRegisterLarge:
                builder.FromRbp(-TwoSlots(code) * 16);
                break;
            case Op.SaveNonVolatile when InfoOf(code) == Rbp:
                builder.SavedRbpAt(frameIsSet, Slot(code) * 8 - (frameIsSet ? frameOffset : 0));
                break;
            case Op.SaveNonVolatileFar when InfoOf(code) == Rbp:
                builder.SavedRbpAt(frameIsSet, TwoSlots(code) - (frameIsSet ? frameOffset : 0));
                break;
        }
    }

    // Saves are relative to rsp behind the prologue, which is found through the frame register once that is set.
    private static bool FrameRegisterIsSet(ReadOnlySpan<byte> codes, uint offset)
    {
        for (int slots; !codes.IsEmpty && (slots = SlotsOf(codes)) != 0 && codes.Length >= 2 * slots; codes = codes[(2 * slots)..])
        {
            if (OpOf(codes) is Op.SetFrameRegister or Op.SetFrameRegisterLarge && codes[0] <= offset)
                return true;
        }

        return false;
    }

    private static Op OpOf(ReadOnlySpan<byte> code) => (Op)(code[1] & 15);

    private static int InfoOf(ReadOnlySpan<byte> code) => code[1] >> 4;

    private static int Slot(ReadOnlySpan<byte> code) => BinaryPrimitives.ReadUInt16LittleEndian(code[2..]);

    private static int TwoSlots(ReadOnlySpan<byte> code) => BinaryPrimitives.ReadInt32LittleEndian(code[2..]);
}
