namespace Pprof.Runtime;

/// <summary>A global of the runtime's description: a constant, or an index into the table of addresses beside the text.</summary>
internal sealed record ContractGlobal(ulong Value, bool IsPointer);
