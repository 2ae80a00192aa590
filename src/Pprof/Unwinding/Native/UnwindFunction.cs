namespace Pprof.Unwinding.Native;

/// <summary>
/// A function's call frame information, compiled to rows that can be looked up by instruction. Immutable, self-contained:
/// nothing in it points into the image. A function that saves six registers takes about half a kilobyte.
/// </summary>
internal sealed class UnwindFunction(FrameDescription description, UnwindRow[] rows, RegisterRule[] rules, byte[] program)
{
    public ulong Start { get; } = description.Start;

    public ulong Size { get; } = description.Size;

    public int ReturnColumn { get; } = description.Common.ReturnColumn;

    public bool IsSignalFrame { get; } = description.Common.IsSignalFrame;

    public ReadOnlySpan<UnwindRow> Rows => rows;

    public ReadOnlySpan<RegisterRule> Rules => rules;

    /// <summary>The bytes in which expressions stand: a ULEB128 length and the operations. Empty when there are none.</summary>
    public ReadOnlySpan<byte> Program => program;

    public bool Contains(ulong address) => address - Start < Size;

    public ReadOnlySpan<RegisterRule> RulesOf(in UnwindRow row) => rules.AsSpan(row.FirstRule, row.RuleCount);

    /// <summary>Index of the row in force at an address inside the function.</summary>
    public int RowAt(ulong address)
    {
        uint offset = (uint)(address - Start);
        int low = 0;
        int high = rows.Length;
        while (low < high)
        {
            int middle = (low + high) >>> 1;
            (low, high) = rows[middle].Offset <= offset ? (middle + 1, high) : (low, middle);
        }

        return low - 1;
    }
}
