using Pprof.Images;
using Pprof.Runtime;

namespace Pprof.RuntimeWork;

/// <summary>
/// Which kind of stub is at an address in memory that is no file's. Most say so themselves: the runtime's map of its code has a number
/// for each. The copied write barrier is known by its place, the rest by its first bytes. Owner of the parts; does not throw.
/// </summary>
internal sealed class StubCode(CodeMap? map)
{
    // The longest form of the barrier (regions, with more precise marking) has some 200 bytes.
    private const ulong LongestBarrier = 256;
    private const int Before = 32;
    private const int Length = 64;
    private const int CallCountingLength = 24;
    private const int AdapterLength = 22;

    /// <summary>Null when it is of no known kind.</summary>
    public Work? WorkAt(ulong address, ulong writeBarrier)
    {
        if (writeBarrier != 0 && address - writeBarrier < LongestBarrier)
        {
            return KnownWork.WriteBarrier;
        }

        if (map is null)
        {
            return null;
        }

        map.TryFindMethod(address, out MethodCode code);
        return WorkOf(code.Glue) ?? ByBytes(address);
    }

    private static Work? WorkOf(GlueKind kind) => kind switch
    {
        GlueKind.Dispatch => KnownWork.InterfaceDispatch,
        GlueKind.Resolve => KnownWork.PolymorphicDispatch,
        GlueKind.Lookup => KnownWork.DispatchResolve,
        GlueKind.VirtualCall => KnownWork.VirtualStub,
        GlueKind.Precode or GlueKind.StubPrecode or GlueKind.FixupPrecode => KnownWork.Precode,
        GlueKind.CallCounting => KnownWork.CallCounting,
        GlueKind.Jump => KnownWork.Jump,
        GlueKind.DynamicHelper => KnownWork.DynamicHelper,
        GlueKind.Adapter => KnownWork.Adapter,
        _ => null,
    };

    private static Work? ByBytes(ulong address)
    {
        Span<byte> bytes = stackalloc byte[Length];
        // The stub may be the first of its page, and what lies before it not readable.
        int before = SafeMemory.TryRead(address - Before, bytes) ? Before : 0;
        return before > 0 || SafeMemory.TryRead(address, bytes) ? Recognize(bytes, before) : null;
    }

    /// <param name="bytes">Code around an address.</param>
    /// <param name="at">Where in it the address is.</param>
    internal static Work? Recognize(ReadOnlySpan<byte> bytes, int at)
    {
        for (int i = 0; i <= at; i++)
        {
            ReadOnlySpan<byte> code = bytes[i..];
            if (IsCallCounting(code) && at < i + CallCountingLength)
            {
                return KnownWork.CallCounting;
            }

            if (IsAdapter(code) && at < i + AdapterLength)
            {
                return KnownWork.Adapter;
            }
        }

        return null;
    }

    // mov rax,[rip+…]; dec word [rax]; jz +6; jmp [rip+…]; jmp [rip+…]
    private static bool IsCallCounting(ReadOnlySpan<byte> code) =>
        code.Length >= CallCountingLength && code is [0x48, 0x8b, 0x05, _, _, _, _, 0x66, 0xff, 0x08, 0x74, 0x06, 0xff, 0x25, ..];

    // mov rsi,imm64; mov rax,imm64; jmp rax
    private static bool IsAdapter(ReadOnlySpan<byte> code) =>
        code.Length >= AdapterLength && code[0] == 0x48 && code[1] == 0xbe && code[10] == 0x48 && code[11] == 0xb8
        && code[20] == 0xff && code[21] == 0xe0;
}
