namespace Pprof.Runtime;

/// <summary>A global of the runtime's description: a constant, or an index into the table of addresses beside the text.</summary>
internal readonly record struct ContractGlobal(ulong Value, bool IsPointer);
