using Pprof.Unwinding.Native;
using Xunit;

namespace Pprof.Tests.Unwinding.Native;

public sealed class DwarfExpressionTests
{
    [Theory]
    [InlineData("literals", new byte[] { 0x30 }, 0UL)]
    [InlineData("the highest literal", new byte[] { 0x4f }, 31UL)]
    [InlineData("const1u", new byte[] { 0x08, 0xff }, 255UL)]
    [InlineData("const1s", new byte[] { 0x09, 0xff }, ulong.MaxValue)]
    [InlineData("const2u", new byte[] { 0x0a, 0xfe, 0xff }, 0xfffeUL)]
    [InlineData("const2s", new byte[] { 0x0b, 0xfe, 0xff }, ulong.MaxValue - 1)]
    [InlineData("const4u", new byte[] { 0x0c, 1, 2, 3, 4 }, 0x0403_0201UL)]
    [InlineData("const4s", new byte[] { 0x0d, 0xff, 0xff, 0xff, 0xff }, ulong.MaxValue)]
    [InlineData("const8u", new byte[] { 0x0e, 1, 0, 0, 0, 0, 0, 0, 0x80 }, 0x8000_0000_0000_0001UL)]
    [InlineData("addr", new byte[] { 0x03, 1, 0, 0, 0, 0, 0, 0, 0 }, 1UL)]
    [InlineData("constu", new byte[] { 0x10, 0x80, 0x01 }, 128UL)]
    [InlineData("consts", new byte[] { 0x11, 0x7f }, ulong.MaxValue)]
    [InlineData("breg7 (rsp) + 8", new byte[] { 0x77, 8 }, 0x7008UL)]
    [InlineData("breg7 - 8", new byte[] { 0x77, 0x78 }, 0x6ff8UL)]
    [InlineData("bregx 6 (rbp) + 1", new byte[] { 0x92, 6, 1 }, 0x7011UL)]
    [InlineData("deref", new byte[] { 0x77, 0, 0x06 }, 0x1122_3344_5566_7788UL)]
    [InlineData("deref_size 2", new byte[] { 0x77, 0, 0x94, 2 }, 0x7788UL)]
    [InlineData("dup", new byte[] { 0x33, 0x12, 0x22 }, 6UL)]
    [InlineData("drop", new byte[] { 0x33, 0x34, 0x13 }, 3UL)]
    [InlineData("over", new byte[] { 0x33, 0x34, 0x14 }, 3UL)]
    [InlineData("pick 2", new byte[] { 0x33, 0x34, 0x35, 0x15, 2 }, 3UL)]
    [InlineData("swap, minus", new byte[] { 0x33, 0x34, 0x16, 0x1c }, 1UL)]
    [InlineData("rot: the third becomes the second", new byte[] { 0x33, 0x34, 0x35, 0x17, 0x13 }, 3UL)]
    [InlineData("abs", new byte[] { 0x11, 0x7f, 0x19 }, 1UL)]
    [InlineData("neg", new byte[] { 0x31, 0x1f }, ulong.MaxValue)]
    [InlineData("not", new byte[] { 0x30, 0x20 }, ulong.MaxValue)]
    [InlineData("and", new byte[] { 0x3c, 0x36, 0x1a }, 4UL)]
    [InlineData("or", new byte[] { 0x3c, 0x33, 0x21 }, 15UL)]
    [InlineData("xor", new byte[] { 0x3c, 0x36, 0x27 }, 10UL)]
    [InlineData("mul", new byte[] { 0x33, 0x34, 0x1e }, 12UL)]
    [InlineData("div is signed", new byte[] { 0x11, 0x7a, 0x32, 0x1b }, unchecked((ulong)-3))]
    [InlineData("mod", new byte[] { 0x37, 0x34, 0x1d }, 3UL)]
    [InlineData("plus_uconst", new byte[] { 0x33, 0x23, 5 }, 8UL)]
    [InlineData("shl", new byte[] { 0x33, 0x33, 0x24 }, 24UL)]
    [InlineData("shr", new byte[] { 0x11, 0x7f, 0x08, 63, 0x25 }, 1UL)]
    [InlineData("shra", new byte[] { 0x11, 0x78, 0x32, 0x26 }, unchecked((ulong)-2))]
    [InlineData("shift by 64", new byte[] { 0x33, 0x08, 64, 0x24 }, 0UL)]
    [InlineData("comparisons are signed", new byte[] { 0x11, 0x7f, 0x31, 0x2d }, 1UL)]
    [InlineData("eq", new byte[] { 0x31, 0x31, 0x29 }, 1UL)]
    [InlineData("ge", new byte[] { 0x30, 0x31, 0x2a }, 0UL)]
    [InlineData("gt", new byte[] { 0x32, 0x31, 0x2b }, 1UL)]
    [InlineData("le", new byte[] { 0x31, 0x31, 0x2c }, 1UL)]
    [InlineData("ne", new byte[] { 0x31, 0x31, 0x2e }, 0UL)]
    [InlineData("skip", new byte[] { 0x33, 0x2f, 1, 0, 0x34 }, 3UL)]
    [InlineData("bra not taken", new byte[] { 0x33, 0x30, 0x28, 1, 0, 0x34 }, 4UL)]
    [InlineData("bra back: a loop that counts 3 down", new byte[] { 0x33, 0x31, 0x1c, 0x12, 0x28, 0xfa, 0xff }, 0UL)]
    [InlineData("nop", new byte[] { 0x96, 0x33 }, 3UL)]
    public void Expression_computes(string description, byte[] code, ulong value)
    {
        NativeStep result = Evaluate(code, null, out ulong actual);

        Assert.Equal((description, NativeStep.Stepped, value), (description, result, actual));
    }

    // breg7 8, breg16 0, lit15, and, lit11, ge, lit3, shl, plus: behind the push in the second half of a PLT entry, the CFA is 8 higher.
    [Theory]
    [InlineData(0x1000UL, 0x7008UL)]
    [InlineData(0x100aUL, 0x7008UL)]
    [InlineData(0x100bUL, 0x7010UL)]
    [InlineData(0x100fUL, 0x7010UL)]
    public void Expression_of_linkage_tables_knows_whether_the_push_has_run(ulong rip, ulong cfa)
    {
        byte[] code = [0x77, 8, 0x80, 0, 0x3f, 0x1a, 0x3b, 0x2a, 0x33, 0x24, 0x22];

        Evaluate(code, null, out ulong actual, rip);

        Assert.Equal(cfa, actual);
    }

    [Fact]
    public void Register_rule_begins_with_the_cfa_on_the_stack()
    {
        Evaluate([0x38, 0x1c], 0x7020, out ulong value);

        Assert.Equal(0x7018UL, value);
    }

    [Theory]
    [InlineData("an operation that is not known", new byte[] { 0xe0 })]
    [InlineData("an empty stack", new byte[] { 0x22 })]
    [InlineData("an empty stack at the end", new byte[] { 0x96 })]
    [InlineData("pick below the bottom", new byte[] { 0x31, 0x15, 1 })]
    [InlineData("division by zero", new byte[] { 0x31, 0x30, 0x1b })]
    [InlineData("an endless loop", new byte[] { 0x31, 0x2f, 0xfd, 0xff })]
    [InlineData("an endless loop that pushes", new byte[] { 0x31, 0x2f, 0xfc, 0xff })]
    [InlineData("a jump out", new byte[] { 0x31, 0x2f, 0x70, 0 })]
    [InlineData("an operand that is cut off", new byte[] { 0x0e, 1 })]
    [InlineData("a register that is not known (rax)", new byte[] { 0x70, 0 })]
    [InlineData("a register that does not exist", new byte[] { 0x92, 0xff, 0x7f, 0 })]
    public void Expression_that_makes_no_sense_is_no_information(string description, byte[] code) =>
        Assert.Equal((description, NativeStep.NoInfo), (description, Evaluate(code, null, out _)));

    [Fact]
    public void Memory_outside_the_copied_stack_is_not_read() =>
        Assert.Equal(NativeStep.OutOfStack, Evaluate([0x77, 0x78, 0x06], null, out _));

    private static NativeStep Evaluate(byte[] code, ulong? cfa, out ulong value, ulong rip = 0x1000)
    {
        NativeRegisters registers = new(rip, TestStack.Address, TestStack.Address + 16);
        return DwarfExpression.Evaluate([(byte)code.Length, .. code], 0, registers, TestStack.Of(0x1122_3344_5566_7788, 1), cfa, out value);
    }
}
