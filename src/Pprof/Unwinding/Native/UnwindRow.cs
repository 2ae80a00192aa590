namespace Pprof.Unwinding.Native;

/// <summary>The rules from one instruction of a function on, until the next row.</summary>
/// <param name="Offset">Of the first instruction, from the function's start.</param>
/// <param name="Cfa">The caller's stack pointer.</param>
/// <param name="FirstRule">Index of the row's first register rule in <see cref="UnwindFunction.Rules"/>.</param>
/// <param name="RuleCount">How many there are; a register without one has kept its value.</param>
internal readonly record struct UnwindRow(uint Offset, CfaRule Cfa, int FirstRule, int RuleCount);

/// <summary>
/// How the canonical frame address is found, which on x64 is the caller's rsp: register + offset, or an expression.
/// </summary>
/// <param name="IsExpression">Then <paramref name="Value"/> is where the expression stands.</param>
/// <param name="Register">DWARF number.</param>
/// <param name="Value">The offset.</param>
internal readonly record struct CfaRule(bool IsExpression, byte Register, int Value);

/// <summary>How one register of the caller is found.</summary>
internal readonly record struct RegisterRule(RuleKind Kind, byte Register, int Value);

/// <summary>How a register of the caller is found (DWARF 5, section 6.4.1).</summary>
internal enum RuleKind : byte
{
    /// <summary>Nobody touched it.</summary>
    SameValue,

    /// <summary>It is lost. For the return address: there is no caller.</summary>
    Undefined,

    /// <summary>Saved at CFA + value.</summary>
    AtCfaOffset,

    /// <summary>Is CFA + value.</summary>
    CfaOffset,

    /// <summary>Is in the register numbered value.</summary>
    InRegister,

    /// <summary>Saved at the address that the expression at value computes.</summary>
    AtExpression,

    /// <summary>Is what the expression at value computes.</summary>
    Expression,
}

/// <summary>The numbers DWARF gives the x64 registers (System V psABI, figure 3.36).</summary>
internal static class DwarfRegister
{
    public const int Rax = 0, Rdx = 1, Rcx = 2, Rbx = 3, Rsi = 4, Rdi = 5, Rbp = 6, Rsp = 7;
    public const int R8 = 8, R9 = 9, R10 = 10, R11 = 11, R12 = 12, R13 = 13, R14 = 14, R15 = 15;

    /// <summary>The return address column: the caller's rip.</summary>
    public const int Rip = 16;

    /// <summary>Registers that are followed; vector registers and above are not.</summary>
    public const int Count = 17;
}
