using Iced.Intel;
using Pprof.Sampling;
using Xunit;

namespace Pprof.Tests.Sampling;

/// <summary>The machine code of the signal handler, as the JIT of this runtime made it, keeps the rules of signal handlers.</summary>
public sealed class HandlerCodeTests
{
    private static readonly IReadOnlyList<Instruction> s_code = HandlerCode.Read();

    [Fact]
    public void Only_calls_are_one_to_the_previous_handler_and_those_that_ask_the_kernel_to_read()
    {
        List<ulong> targets = [.. s_code.Where(instruction => instruction.FlowControl is FlowControl.Call or FlowControl.IndirectCall)
            .Select(call => HandlerCode.TargetOf(call, s_code))];

        Assert.Single(targets, (ulong)ActivationSignal.RuntimeHandler);
        Assert.Single(targets, KernelReadTargets.ErrorNumber);
        Assert.All(targets, target => Assert.True(
            target == (ulong)ActivationSignal.RuntimeHandler || target == KernelReadTargets.ErrorNumber || target == KernelReadTargets.Read, $"call to 0x{target:x}"));
    }

    [Fact]
    public void No_jump_leaves_the_method() => Assert.DoesNotContain(s_code, HandlerCode.JumpsOut(s_code));

    [Fact]
    public void Thread_local_storage_is_not_touched() =>
        Assert.DoesNotContain(s_code, instruction => instruction.SegmentPrefix is Register.FS or Register.GS);

    [Fact]
    public void No_system_call_trap_or_interrupt_is_made() => Assert.DoesNotContain(
        s_code, instruction => instruction.FlowControl is FlowControl.Interrupt or FlowControl.Exception || instruction.Mnemonic == Mnemonic.Syscall);

    [Fact]
    public void No_memory_is_addressed_by_a_constant() =>
        Assert.DoesNotContain(s_code, instruction => instruction.IsIPRelativeMemoryOperand || (instruction.MemoryBase == Register.None && HasMemory(instruction) && instruction.Mnemonic != Mnemonic.Lea));

    [Fact]
    public void Counters_are_changed_by_locked_instructions() =>
        Assert.True(s_code.Count(instruction => instruction.HasLockPrefix) >= 3, "Expected the writer count up and down and the claim of room.");

    private static bool HasMemory(Instruction instruction) =>
        Enumerable.Range(0, instruction.OpCount).Any(i => instruction.GetOpKind(i) == OpKind.Memory);
}

/// <summary>Addresses of the C library's functions that the handler may call.</summary>
file static unsafe class KernelReadTargets
{
    public static ulong Read => (ulong)(nint)KernelRead.Function;

    public static ulong ErrorNumber => (ulong)(nint)KernelRead.ErrorNumber;
}
