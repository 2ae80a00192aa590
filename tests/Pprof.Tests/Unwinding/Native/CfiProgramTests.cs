using Pprof.Unwinding.Native;
using Xunit;

namespace Pprof.Tests.Unwinding.Native;

public sealed class CfiProgramTests
{
    public static TheoryData<string, byte[], string> Programs => new()
    {
        { "nothing: the CIE's row", [], "+0: rsp+8 ra=c-8" },
        { "push rbx", [0x41, 0x0e, 16, 0x83, 2], "+0: rsp+8 ra=c-8\n+1: rsp+16 rbx=c-16 ra=c-8" },
        { "push rbp; mov rbp, rsp", [0x41, 0x0e, 16, 0x86, 2, 0x43, 0x0d, 6], "+0: rsp+8 ra=c-8\n+1: rsp+16 rbp=c-16 ra=c-8\n+4: rbp+16 rbp=c-16 ra=c-8" },
        { "advance by 1, 2 and 4 bytes of distance", [0x02, 0x10, 0x0e, 16, 0x03, 0x20, 0, 0x0e, 24, 0x04, 0x30, 0, 0, 0, 0x0e, 32], "+0: rsp+8 ra=c-8\n+16: rsp+16 ra=c-8\n+48: rsp+24 ra=c-8\n+96: rsp+32 ra=c-8" },
        { "advance by 8 bytes of distance", [0x1d, 0x10, 0, 0, 0, 0, 0, 0, 0, 0x0e, 16], "+0: rsp+8 ra=c-8\n+16: rsp+16 ra=c-8" },
        { "remember, restore: the CFA comes back, too", [0x41, 0x0e, 16, 0x0a, 0x41, 0x0e, 8, 0x83, 2, 0x41, 0x0b], "+0: rsp+8 ra=c-8\n+1: rsp+16 ra=c-8\n+2: rsp+8 rbx=c-16 ra=c-8\n+3: rsp+16 ra=c-8" },
        { "restore: back to the CIE's rule", [0x83, 2, 0x41, 0xc3, 0xd0], "+0: rsp+8 rbx=c-16 ra=c-8\n+1: rsp+8 ra=c-8" },
        { "restore, extended", [0x83, 2, 0x41, 0x06, 3], "+0: rsp+8 rbx=c-16 ra=c-8\n+1: rsp+8 ra=c-8" },
        { "offsets, extended, signed, negative", [0x05, 12, 3, 0x11, 13, 0x7c, 0x2f, 14, 5], "+0: rsp+8 r12=c-24 r13=c+32 r14=c+40 ra=c-8" },
        { "value offsets", [0x14, 7, 0, 0x15, 6, 0x7e], "+0: rsp+8 rbp=v+16 rsp=v+0 ra=c-8" },
        { "undefined, same value, other register", [0x07, 16, 0x08, 3, 0x09, 6, 11], "+0: rsp+8 rbp=r11 ra=u" },
        { "signed CFA: offset in data units", [0x12, 6, 0x7e, 0x41, 0x13, 0x7d], "+0: rbp+16 ra=c-8\n+1: rbp+24 ra=c-8" },
        { "CFA by expression", [0x0f, 2, 0x77, 8], "+0: exp ra=c-8" },
        { "registers by expression", [0x10, 3, 2, 0x77, 8, 0x16, 6, 1, 0x30], "+0: rsp+8 rbx=exp rbp=vexp ra=c-8" },
        { "vector registers are read over", [0x05, 17, 3, 0x08, 33, 0x10, 40, 1, 0x30], "+0: rsp+8 ra=c-8" },
        { "arguments pushed for a call change nothing", [0x2e, 16, 0x41, 0x0e, 16], "+0: rsp+8 ra=c-8\n+1: rsp+16 ra=c-8" },
        { "two rows at one place: the later one", [0x0e, 16, 0x40, 0x0e, 24], "+0: rsp+24 ra=c-8" },
    };

    [Theory]
    [MemberData(nameof(Programs))]
    public void Program_gives_rows(string description, byte[] program, string rows) =>
        Assert.Equal($"{description}\n{rows}", $"{description}\n{RowText.Of(CfiBytes.Compile(program)!)}");

    [Theory]
    [InlineData("an unknown instruction", new byte[] { 0x3f })]
    [InlineData("an operand that is cut off, and padding that never ends", new byte[] { 0x0e, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80 })]
    [InlineData("restore without remember", new byte[] { 0x0b })]
    [InlineData("an advance beyond the function", new byte[] { 0x03, 0xff, 0xff })]
    [InlineData("an expression longer than the program", new byte[] { 0x0f, 0x7f })]
    public void Damaged_program_gives_no_rows_at_all(string description, byte[] program) =>
        Assert.True(CfiBytes.Compile(program) is null, description);

    [Fact]
    public void Endless_remembering_gives_no_rows() => Assert.Null(CfiBytes.Compile(Enumerable.Repeat((byte)0x0a, 200).ToArray()));

    [Theory]
    [InlineData(0x1000UL, 0)]
    [InlineData(0x100fUL, 0)]
    [InlineData(0x1010UL, 1)]
    [InlineData(0x102fUL, 1)]
    [InlineData(0x1030UL, 2)]
    [InlineData(0x10ffUL, 2)]
    public void Row_in_force_is_the_last_one_not_behind_the_instruction(ulong address, int row) =>
        Assert.Equal(row, CfiBytes.Compile(0x50, 0x0e, 16, 0x60, 0x0e, 24)!.RowAt(address));
}
