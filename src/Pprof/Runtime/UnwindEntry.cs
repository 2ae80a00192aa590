using System.Runtime.InteropServices;

namespace Pprof.Runtime;

/// <summary>A RUNTIME_FUNCTION: a piece of code and its unwind codes, as offsets from a base the table's owner knows.</summary>
[StructLayout(LayoutKind.Sequential)]
internal readonly record struct UnwindEntry(uint Begin, uint End, uint UnwindInfo)
{
    public const int Size = 12;
}
