namespace Pprof.Unwinding.Native;

/// <summary>The rules from one instruction of a function on, until the next row.</summary>
/// <param name="Offset">Of the first instruction, from the function's start.</param>
/// <param name="Cfa">The caller's stack pointer.</param>
/// <param name="FirstRule">Index of the row's first register rule in <see cref="UnwindFunction.Rules"/>.</param>
/// <param name="RuleCount">How many there are; a register without one has kept its value.</param>
internal readonly record struct UnwindRow(uint Offset, CfaRule Cfa, int FirstRule, int RuleCount);
