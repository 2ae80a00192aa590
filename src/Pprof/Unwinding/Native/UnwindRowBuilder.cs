namespace Pprof.Unwinding.Native;

/// <summary>Collects the rows of one function. Used again for the next one.</summary>
internal sealed class UnwindRowBuilder
{
    private readonly List<UnwindRow> _rows = [];
    private readonly List<RegisterRule> _rules = [];

    public UnwindRow[] Rows => [.. _rows];

    public RegisterRule[] Rules => [.. _rules];

    public void Clear()
    {
        _rows.Clear();
        _rules.Clear();
    }

    /// <summary>Adds what is in force from <paramref name="offset"/> on; replaces a row that no instruction would use.</summary>
    public void Add(ulong offset, in CfiState state)
    {
        if (_rows.Count > 0 && _rows[^1].Offset == offset)
        {
            _rules.RemoveRange(_rows[^1].FirstRule, _rows[^1].RuleCount);
            _rows.RemoveAt(_rows.Count - 1);
        }

        int first = _rules.Count;
        for (int register = 0; register < DwarfRegister.Count; register++)
        {
            if (state[register].Kind != RuleKind.SameValue)
            {
                _rules.Add(state[register]);
            }
        }

        _rows.Add(new UnwindRow((uint)offset, state.Cfa, first, _rules.Count - first));
    }
}
