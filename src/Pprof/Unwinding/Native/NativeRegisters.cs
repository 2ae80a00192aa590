using System.Runtime.CompilerServices;
using Pprof.Sampling;

namespace Pprof.Unwinding.Native;

/// <summary>
/// The registers of a frame as far as they are known. An interrupted frame knows all of them; each step forgets those that
/// a call may change; a frame reached through managed code knows rip, rsp and rbp only.
/// </summary>
internal struct NativeRegisters
{
    private Values _values;
    private uint _known;

    /// <summary>
    /// <see cref="Rip"/> is where a call returns to and so may lie behind its function's end: tables are asked for rip - 1.
    /// </summary>
    public bool IsReturnAddress;

    /// <summary>The interrupted frame: everything is known, rip is the instruction about to run.</summary>
    public NativeRegisters(in Registers registers)
    {
        Set(DwarfRegister.Rax, registers.Rax);
        Set(DwarfRegister.Rdx, registers.Rdx);
        Set(DwarfRegister.Rcx, registers.Rcx);
        Set(DwarfRegister.Rbx, registers.Rbx);
        Set(DwarfRegister.Rsi, registers.Rsi);
        Set(DwarfRegister.Rdi, registers.Rdi);
        Set(DwarfRegister.Rbp, registers.Rbp);
        Set(DwarfRegister.Rsp, registers.Rsp);
        Set(DwarfRegister.R8, registers.R8);
        Set(DwarfRegister.R9, registers.R9);
        Set(DwarfRegister.R10, registers.R10);
        Set(DwarfRegister.R11, registers.R11);
        Set(DwarfRegister.R12, registers.R12);
        Set(DwarfRegister.R13, registers.R13);
        Set(DwarfRegister.R14, registers.R14);
        Set(DwarfRegister.R15, registers.R15);
        Set(DwarfRegister.Rip, registers.Rip);
    }

    /// <summary>A caller's frame of which only these are known.</summary>
    public NativeRegisters(ulong returnAddress, ulong rsp, ulong rbp)
    {
        Set(DwarfRegister.Rip, returnAddress);
        Set(DwarfRegister.Rsp, rsp);
        Set(DwarfRegister.Rbp, rbp);
        IsReturnAddress = true;
    }

    public readonly ulong Rip => _values[DwarfRegister.Rip];

    public readonly ulong Rsp => _values[DwarfRegister.Rsp];

    public readonly ulong Rbp => _values[DwarfRegister.Rbp];

    public readonly bool IsKnown(int register) => (uint)register < DwarfRegister.Count && (_known & (1u << register)) != 0;

    public readonly bool TryGet(int register, out ulong value)
    {
        bool known = IsKnown(register);
        value = known ? _values[register] : 0;
        return known;
    }

    public void Set(int register, ulong value)
    {
        _values[register] = value;
        _known |= 1u << register;
    }

    /// <param name="registers">Bit n is register n.</param>
    public void Forget(uint registers) => _known &= ~registers;

    [InlineArray(DwarfRegister.Count)]
    private struct Values
    {
        private ulong _first;
    }
}
