using System.Runtime.CompilerServices;

namespace Pprof.Unwinding.Native;

/// <summary>One row of the table while it is built: what DW_CFA_remember_state pushes and DW_CFA_restore_state pops.</summary>
internal struct CfiState
{
    public CfaRule Cfa;
    private RuleTable _rules;

    public readonly RegisterRule this[int register] => _rules[register];

    /// <summary>Numbers above the general registers (vector registers, mostly) are read over.</summary>
    public void Set(ulong register, RuleKind kind, long value = 0)
    {
        if (register < DwarfRegister.Count)
        {
            _rules[(int)register] = new RegisterRule(kind, (byte)register, (int)value);
        }
    }

    public void Restore(ulong register, in CfiState initial)
    {
        if (register < DwarfRegister.Count)
        {
            _rules[(int)register] = initial._rules[(int)register];
        }
    }

    [InlineArray(DwarfRegister.Count)]
    private struct RuleTable
    {
        private RegisterRule _first;
    }
}
