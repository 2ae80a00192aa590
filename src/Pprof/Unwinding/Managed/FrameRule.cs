namespace Pprof.Unwinding.Managed;

/// <summary>
/// How to step out of a managed frame: its canonical frame address (CFA, the caller's rsp) is rsp or rbp plus an offset, the
/// return address lies right below it, and the caller's rbp was saved at an offset from it or is still in the register.
/// JIT-compiled code uses no other register as frame base, so this is all there is to know.
/// </summary>
/// <param name="CfaOffset">From the base register to the CFA.</param>
/// <param name="RbpOffset">From the CFA to the saved rbp, negative; 0 (where it cannot lie) when rbp was not saved.</param>
/// <param name="BaseIsRbp">Whether the base register is rbp; else it is rsp.</param>
internal readonly record struct FrameRule(int CfaOffset, int RbpOffset, bool BaseIsRbp);
