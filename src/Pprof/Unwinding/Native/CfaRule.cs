namespace Pprof.Unwinding.Native;

/// <summary>
/// How the canonical frame address is found, which on x64 is the caller's rsp: register + offset, or an expression.
/// </summary>
/// <param name="IsExpression">Then <paramref name="Value"/> is where the expression stands.</param>
/// <param name="Register">DWARF number.</param>
/// <param name="Value">The offset.</param>
internal readonly record struct CfaRule(bool IsExpression, byte Register, int Value);
