using Pprof.Sampling;

namespace Pprof.Unwinding.Native;

/// <summary>Applies one row of a function's table to the registers of a frame. Neither allocates nor throws.</summary>
internal static class FrameStepper
{
    // What a System V function may clobber: the caller cannot know it after a call.
    private const uint Volatile =
        (1u << DwarfRegister.Rax) | (1u << DwarfRegister.Rdx) | (1u << DwarfRegister.Rcx)
        | (1u << DwarfRegister.Rsi) | (1u << DwarfRegister.Rdi)
        | (1u << DwarfRegister.R8) | (1u << DwarfRegister.R9) | (1u << DwarfRegister.R10) | (1u << DwarfRegister.R11);

    /// <summary>The registers change only when the answer is <see cref="NativeStep.Stepped"/>.</summary>
    public static NativeStep Step(UnwindFunction function, in UnwindRow row, ref NativeRegisters registers, in RawStack stack)
    {
        NativeStep result = FindCfa(function, row.Cfa, registers, stack, out ulong cfa);
        if (result != NativeStep.Stepped)
        {
            return result;
        }

        NativeRegisters caller = registers;
        if (!function.IsSignalFrame)
        {
            caller.Forget(Volatile);
        }

        caller.Set(DwarfRegister.Rsp, cfa);
        bool hasReturnAddress = false;
        foreach (RegisterRule rule in function.RulesOf(row))
        {
            NativeStep found = Find(function, rule, cfa, registers, stack, out ulong value);
            if (rule.Register == function.ReturnColumn)
            {
                result = found == NativeStep.Stepped && value == 0 ? NativeStep.Root : found;
                hasReturnAddress = true;
                caller.Set(DwarfRegister.Rip, value);
            }
            else if (found == NativeStep.Stepped)
            {
                caller.Set(rule.Register, value);
            }
            else
            {
                caller.Forget(1u << rule.Register);
            }
        }

        caller.IsReturnAddress = !function.IsSignalFrame;
        result = hasReturnAddress ? result : NativeStep.NoInfo;
        return result == NativeStep.Stepped ? Commit(caller, ref registers) : result;
    }

    // A caller's stack lies above its callee's, except across a signal, which may have switched stacks.
    private static NativeStep Commit(in NativeRegisters caller, ref NativeRegisters registers)
    {
        if (!caller.IsKnown(DwarfRegister.Rsp) || (caller.IsReturnAddress && caller.Rsp <= registers.Rsp))
        {
            return NativeStep.NoInfo;
        }

        registers = caller;
        return NativeStep.Stepped;
    }

    private static NativeStep FindCfa(
        UnwindFunction function, in CfaRule rule, in NativeRegisters registers, in RawStack stack, out ulong cfa)
    {
        if (rule.IsExpression)
        {
            return DwarfExpression.Evaluate(function.Program, rule.Value, registers, stack, null, out cfa);
        }

        bool known = registers.TryGet(rule.Register, out ulong value);
        cfa = value + (ulong)rule.Value;
        return known ? NativeStep.Stepped : NativeStep.NoInfo;
    }

    private static NativeStep Find(
        UnwindFunction function, in RegisterRule rule, ulong cfa, in NativeRegisters registers, in RawStack stack, out ulong value)
    {
        NativeStep result = NativeStep.Stepped;
        switch (rule.Kind)
        {
            case RuleKind.AtCfaOffset:
                return Load(rule.Register, cfa + (ulong)rule.Value, registers, stack, out value);
            case RuleKind.CfaOffset:
                value = cfa + (ulong)rule.Value;
                return NativeStep.Stepped;
            case RuleKind.InRegister:
                return registers.TryGet(rule.Value, out value) ? NativeStep.Stepped : NativeStep.NoInfo;
            case RuleKind.Expression:
                return DwarfExpression.Evaluate(function.Program, rule.Value, registers, stack, cfa, out value);
            case RuleKind.AtExpression:
                result = DwarfExpression.Evaluate(function.Program, rule.Value, registers, stack, cfa, out ulong address);
                value = 0;
                return result == NativeStep.Stepped ? Load(rule.Register, address, registers, stack, out value) : result;
            default:
                value = 0;
                return NativeStep.Root;
        }
    }

    // Compilers do not withdraw "saved at" when an epilogue has popped the register: at the `ret` behind `pop rbx` its slot
    // lies below rsp. If the copy of the stack begins at rsp, the value is where the pop has put it, in the register.
    private static NativeStep Load(int register, ulong address, in NativeRegisters registers, in RawStack stack, out ulong value)
    {
        if (StackBytes.TryReadWord(stack, address, out value))
        {
            return NativeStep.Stepped;
        }

        return address < registers.Rsp && registers.TryGet(register, out value) ? NativeStep.Stepped : NativeStep.OutOfStack;
    }
}
