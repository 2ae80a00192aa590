using Pprof.Sampling;
using Pprof.Unwinding.Native;
using Xunit;

namespace Pprof.Tests.Unwinding.Native;

public sealed class FrameStepperTests
{
    private const ulong Stack = TestStack.Address;
    private const ulong Caller = 0x1234;

    [Fact]
    public void Function_s_first_instruction_has_its_return_address_on_top_of_the_stack()
    {
        NativeRegisters registers = Interrupted(Stack);

        Assert.Equal(NativeStep.Stepped, Step(CfiBytes.Compile(), ref registers, TestStack.Of(Caller)));
        Assert.Equal((Caller, Stack + 8, true), (registers.Rip, registers.Rsp, registers.IsReturnAddress));
    }

    [Fact]
    public void Saved_registers_come_from_the_stack_others_keep_their_value_and_scratch_ones_are_forgotten()
    {
        NativeRegisters registers = Interrupted(Stack);

        Step(CfiBytes.Compile(0x0e, 24, 0x83, 3, 0x86, 2), ref registers, TestStack.Of(0xb, 0xbb, Caller));

        Assert.Equal((Caller, 0xbbUL), (registers.Rip, registers.Rbp));
        Assert.True(registers.TryGet(DwarfRegister.Rbx, out ulong rbx) & registers.TryGet(DwarfRegister.R12, out ulong r12));
        Assert.Equal((0xbUL, 120UL), (rbx, r12));
        Assert.False(registers.IsKnown(DwarfRegister.Rax) || registers.IsKnown(DwarfRegister.R11) || registers.IsKnown(DwarfRegister.Rdi));
    }

    [Fact]
    public void Register_popped_by_the_epilogue_has_the_caller_s_value_although_its_slot_is_below_the_copy()
    {
        NativeRegisters registers = Interrupted(Stack);

        Step(CfiBytes.Compile(0x83, 2), ref registers, TestStack.Of(Caller));

        Assert.True(registers.TryGet(DwarfRegister.Rbx, out ulong rbx));
        Assert.Equal((Caller, 103UL), (registers.Rip, rbx));
    }

    [Fact]
    public void Slot_below_the_stack_pointer_that_was_copied_is_read()
    {
        NativeRegisters registers = Interrupted(Stack + 8);

        Step(CfiBytes.Compile(0x83, 2), ref registers, TestStack.Of(0xb, Caller));

        Assert.True(registers.TryGet(DwarfRegister.Rbx, out ulong rbx));
        Assert.Equal(0xbUL, rbx);
    }

    [Fact]
    public void Return_address_beyond_the_copy_is_out_of_stack_and_changes_nothing()
    {
        NativeRegisters registers = Interrupted(Stack);

        Assert.Equal(NativeStep.OutOfStack, Step(CfiBytes.Compile(0x0e, 32), ref registers, TestStack.Of(1, 2, 3)));
        Assert.Equal((0x1000UL, Stack, false), (registers.Rip, registers.Rsp, registers.IsReturnAddress));
    }

    [Fact]
    public void Saved_register_beyond_the_copy_is_forgotten_only()
    {
        NativeRegisters registers = Interrupted(Stack);

        Assert.Equal(NativeStep.Stepped, Step(CfiBytes.Compile(0x11, 3, 0x70), ref registers, TestStack.Of(Caller)));
        Assert.False(registers.IsKnown(DwarfRegister.Rbx));
    }

    [Theory]
    [InlineData(new byte[] { 0x07, 16 }, 5UL)]
    [InlineData(new byte[0], 0UL)]
    public void Return_address_that_is_undefined_or_zero_is_the_root(byte[] program, ulong word)
    {
        NativeRegisters registers = Interrupted(Stack);

        Assert.Equal(NativeStep.Root, Step(CfiBytes.Compile(program), ref registers, TestStack.Of(word)));
    }

    [Theory]
    [InlineData("a CFA in a register that is not known", new byte[] { 0x0d, 3 })]
    [InlineData("a return address that was never saved", new byte[] { 0x08, 16 })]
    [InlineData("a return address in a register that is not known", new byte[] { 0x09, 16, 3 })]
    public void Table_that_needs_what_is_not_known_is_no_information(string description, byte[] program)
    {
        NativeRegisters registers = new(0x1000, Stack, Stack);

        Assert.Equal((description, NativeStep.NoInfo), (description, Step(CfiBytes.Compile(program), ref registers, TestStack.Of(1, 2))));
    }

    [Fact]
    public void Step_that_would_not_go_up_the_stack_is_no_information()
    {
        NativeRegisters registers = Interrupted(Stack);

        Assert.Equal(NativeStep.NoInfo, Step(CfiBytes.Compile(0x0e, 0, 0x16, 16, 1, 0x31), ref registers, TestStack.Of(1)));
    }

    [Fact]
    public void Return_address_may_be_in_a_register()
    {
        NativeRegisters registers = Interrupted(Stack);

        Assert.Equal(NativeStep.Stepped, Step(CfiBytes.Compile(0x09, 16, 11), ref registers, TestStack.Of(1)));
        Assert.Equal(117UL, registers.Rip);
    }

    private static NativeStep Step(UnwindFunction? function, ref NativeRegisters registers, RawStack stack) =>
        FrameStepper.Step(function!, function!.Rows[^1], ref registers, stack);

    private static NativeRegisters Interrupted(ulong rsp) => new(new Registers
    {
        Rip = 0x1000, Rsp = rsp, Rax = 101, Rbx = 103, Rbp = 106, Rdi = 105, R11 = 117, R12 = 120,
    });
}
