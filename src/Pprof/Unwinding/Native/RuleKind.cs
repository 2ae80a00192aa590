namespace Pprof.Unwinding.Native;

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
