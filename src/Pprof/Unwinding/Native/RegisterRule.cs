namespace Pprof.Unwinding.Native;

/// <summary>How one register of the caller is found.</summary>
internal readonly record struct RegisterRule(RuleKind Kind, byte Register, int Value);
