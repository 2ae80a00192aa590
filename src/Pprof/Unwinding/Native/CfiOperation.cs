namespace Pprof.Unwinding.Native;

/// <summary><c>DW_CFA_*</c>. The first three carry their operand in the low six bits.</summary>
internal enum CfiOperation : byte
{
    AdvanceLocation = 0x40,
    Offset = 0x80,
    Restore = 0xc0,

    Nop = 0x00,
    AdvanceLocation1 = 0x02,
    AdvanceLocation2 = 0x03,
    AdvanceLocation4 = 0x04,
    OffsetExtended = 0x05,
    RestoreExtended = 0x06,
    Undefined = 0x07,
    SameValue = 0x08,
    Register = 0x09,
    RememberState = 0x0a,
    RestoreState = 0x0b,
    DefineCfa = 0x0c,
    DefineCfaRegister = 0x0d,
    DefineCfaOffset = 0x0e,
    DefineCfaExpression = 0x0f,
    Expression = 0x10,
    OffsetExtendedSigned = 0x11,
    DefineCfaSigned = 0x12,
    DefineCfaOffsetSigned = 0x13,
    ValueOffset = 0x14,
    ValueOffsetSigned = 0x15,
    ValueExpression = 0x16,
    AdvanceLocation8 = 0x1d,
    GnuArgumentsSize = 0x2e,
    GnuNegativeOffsetExtended = 0x2f,
}
