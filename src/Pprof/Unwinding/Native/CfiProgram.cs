using Pprof.Images;

namespace Pprof.Unwinding.Native;

/// <summary>
/// Runs the instructions of a CIE and an FDE and keeps the rows they describe (DWARF 5, section 6.4.2, and the GNU
/// extensions). Owner of the parts, at the first sight of a function; allocates; never throws.
/// </summary>
internal ref struct CfiProgram
{
    // gcc nests two or three deep; the bound is against damaged tables.
    private const int MostRemembered = 64;
    private const byte OperandMask = 0x3f;

    private readonly FrameDescription _function;
    private readonly UnwindRowBuilder _rows;
    private readonly Stack<CfiState> _remembered = [];
    private ByteCursor _cursor;
    private CfiState _state;
    private CfiState _initial;
    private ulong _offset;
    private bool _isKnown = true;
    private bool _hasExpression;

    private CfiProgram(FrameDescription function, byte[] program, UnwindRowBuilder rows)
    {
        _function = function;
        _rows = rows;
        _cursor = new ByteCursor(program);
    }

    /// <summary>Null when an instruction is unknown or damaged: half a table would be a guess.</summary>
    public static UnwindFunction? Compile(FrameDescription function, UnwindRowBuilder rows)
    {
        byte[] program = [.. function.Common.Instructions, .. function.Instructions];
        rows.Clear();
        CfiProgram run = new(function, program, rows);
        if (!run.Run(function.Common.Instructions.Length))
        {
            return null;
        }

        rows.Clear();
        run._initial = run._state;
        run._offset = 0;
        if (!run.Run(program.Length))
        {
            return null;
        }

        rows.Add(run._offset, run._state);
        return new UnwindFunction(function, rows.Rows, rows.Rules, run._hasExpression ? program : []);
    }

    private bool Run(int end)
    {
        while (_isKnown && !_cursor.IsBroken && _cursor.Position < end)
        {
            byte code = _cursor.Byte();
            ulong operand = (ulong)(code & OperandMask);
            switch ((CfiOperation)(code & ~OperandMask))
            {
                case CfiOperation.AdvanceLocation:
                    Advance(operand);
                    break;
                case CfiOperation.Offset:
                    _state.Set(operand, RuleKind.AtCfaOffset, Scaled(_cursor.Unsigned()));
                    break;
                case CfiOperation.Restore:
                    _state.Restore(operand, _initial);
                    break;
                default:
                    Execute((CfiOperation)code);
                    break;
            }
        }

        return _isKnown && !_cursor.IsBroken && _cursor.Position <= end;
    }

    private void Execute(CfiOperation operation)
    {
        if (!ExecuteLocation(operation) && !ExecuteCfa(operation) && !ExecuteRegister(operation))
        {
            _isKnown = false;
        }
    }

    private bool ExecuteLocation(CfiOperation operation)
    {
        switch (operation)
        {
            case CfiOperation.Nop:
                break;
            case CfiOperation.AdvanceLocation1:
                Advance(_cursor.Byte());
                break;
            case CfiOperation.AdvanceLocation2:
                Advance(_cursor.UInt16());
                break;
            case CfiOperation.AdvanceLocation4:
                Advance(_cursor.UInt32());
                break;
            case CfiOperation.AdvanceLocation8:
                Advance(_cursor.UInt64());
                break;
            case CfiOperation.RememberState when _remembered.Count < MostRemembered:
                _remembered.Push(_state);
                break;
            case CfiOperation.RestoreState when _remembered.Count > 0:
                _state = _remembered.Pop();
                break;
            default:
                return false;
        }

        return true;
    }

    private bool ExecuteCfa(CfiOperation operation)
    {
        switch (operation)
        {
            case CfiOperation.DefineCfa:
                _state.Cfa = new CfaRule(false, Register(), (int)_cursor.Unsigned());
                break;
            case CfiOperation.DefineCfaSigned:
                _state.Cfa = new CfaRule(false, Register(), (int)Scaled(_cursor.Signed()));
                break;
            case CfiOperation.DefineCfaRegister:
                _state.Cfa = _state.Cfa with { Register = Register() };
                break;
            case CfiOperation.DefineCfaOffset:
                _state.Cfa = _state.Cfa with { Value = (int)_cursor.Unsigned() };
                break;
            case CfiOperation.DefineCfaOffsetSigned:
                _state.Cfa = _state.Cfa with { Value = (int)Scaled(_cursor.Signed()) };
                break;
            case CfiOperation.DefineCfaExpression:
                _state.Cfa = new CfaRule(true, 0, PassExpression());
                break;
            case CfiOperation.GnuArgumentsSize:
                // Arguments pushed for a call in progress. The CFA rules already count them; only a landing pad needs this.
                _cursor.Unsigned();
                break;
            default:
                return false;
        }

        return true;
    }

    private bool ExecuteRegister(CfiOperation operation)
    {
        ulong register = _cursor.Unsigned();
        switch (operation)
        {
            case CfiOperation.OffsetExtended:
                _state.Set(register, RuleKind.AtCfaOffset, Scaled(_cursor.Unsigned()));
                break;
            case CfiOperation.OffsetExtendedSigned:
                _state.Set(register, RuleKind.AtCfaOffset, Scaled(_cursor.Signed()));
                break;
            case CfiOperation.GnuNegativeOffsetExtended:
                _state.Set(register, RuleKind.AtCfaOffset, -Scaled(_cursor.Unsigned()));
                break;
            case CfiOperation.RestoreExtended:
                _state.Restore(register, _initial);
                break;
            case CfiOperation.Undefined:
                _state.Set(register, RuleKind.Undefined);
                break;
            case CfiOperation.SameValue:
                _state.Set(register, RuleKind.SameValue);
                break;
            case CfiOperation.Register:
                _state.Set(register, RuleKind.InRegister, (long)_cursor.Unsigned());
                break;
            case CfiOperation.ValueOffset:
                _state.Set(register, RuleKind.CfaOffset, Scaled(_cursor.Unsigned()));
                break;
            case CfiOperation.ValueOffsetSigned:
                _state.Set(register, RuleKind.CfaOffset, Scaled(_cursor.Signed()));
                break;
            case CfiOperation.Expression:
                _state.Set(register, RuleKind.AtExpression, PassExpression());
                break;
            case CfiOperation.ValueExpression:
                _state.Set(register, RuleKind.Expression, PassExpression());
                break;
            default:
                return false;
        }

        return true;
    }

    private void Advance(ulong distance)
    {
        _rows.Add(_offset, _state);
        _offset += distance * _function.Common.CodeAlignment;
        _isKnown &= _offset <= _function.Size;
    }

    private byte Register() => (byte)Math.Min(_cursor.Unsigned(), byte.MaxValue);

    private readonly long Scaled(ulong value) => (long)value * _function.Common.DataAlignment;

    private readonly long Scaled(long value) => value * _function.Common.DataAlignment;

    private int PassExpression()
    {
        int position = _cursor.Position;
        _cursor.Bytes(_cursor.Unsigned());
        _hasExpression = true;
        return position;
    }
}
