using Pprof.Images;
using Pprof.Sampling;

namespace Pprof.Unwinding.Native;

/// <summary>
/// The stack machine of DWARF expressions (DWARF 5, section 2.5), without memory but the copied stack. PLT entries, signal
/// trampolines and realigned stacks of assembly code use it. Owner of the parts; neither allocates nor throws.
/// </summary>
internal ref struct DwarfExpression
{
    // The PLT's expression needs 4 words and 10 operations; loops are legal DWARF, endless ones are damage.
    private const int Depth = 32;
    private const int MostOperations = 256;

    private readonly ref readonly NativeRegisters _registers;
    private readonly RawStack _stack;
    private readonly Span<ulong> _words;
    private ByteCursor _cursor;
    private int _count;
    private NativeStep _state;

    private DwarfExpression(ReadOnlySpan<byte> code, in NativeRegisters registers, in RawStack stack, Span<ulong> words)
    {
        _registers = ref registers;
        _stack = stack;
        _words = words;
        _cursor = new ByteCursor(code);
    }

    /// <summary>Computes the expression whose length and operations stand at <paramref name="position"/>.</summary>
    /// <param name="program">Bytes of a function's program.</param>
    /// <param name="position">In <paramref name="program"/>.</param>
    /// <param name="registers">Of the frame that is left.</param>
    /// <param name="stack">What memory is read from.</param>
    /// <param name="cfa">Pushed first, as register rules demand; null for the rule of the CFA itself.</param>
    /// <param name="value">The top of the stack at the end.</param>
    public static NativeStep Evaluate(
        ReadOnlySpan<byte> program, int position, in NativeRegisters registers, in RawStack stack, ulong? cfa, out ulong value)
    {
        ByteCursor cursor = new(program, position);
        ReadOnlySpan<byte> code = cursor.Bytes(cursor.Unsigned());
        DwarfExpression run = new(code, registers, stack, stackalloc ulong[Depth]);
        if (cfa is { } initial)
        {
            run.Push(initial);
        }

        return run.Run(out value);
    }

    private NativeStep Run(out ulong value)
    {
        for (int i = 0; !_cursor.IsAtEnd && _state == NativeStep.Stepped; i++)
        {
            if (i == MostOperations || !Execute((DwarfOperation)_cursor.Byte()))
            {
                _state = NativeStep.NoInfo;
            }
        }

        value = Pop();
        return _cursor.IsBroken ? NativeStep.NoInfo : _state;
    }

    private bool Execute(DwarfOperation operation)
    {
        switch (operation)
        {
            case >= DwarfOperation.Literal0 and <= DwarfOperation.Literal31:
                Push((ulong)(operation - DwarfOperation.Literal0));
                return true;
            case >= DwarfOperation.BaseRegister0 and <= DwarfOperation.BaseRegister31:
                PushRegister(operation - DwarfOperation.BaseRegister0);
                return true;
            case DwarfOperation.BaseRegister:
                PushRegister((int)Math.Min(_cursor.Unsigned(), DwarfRegister.Count));
                return true;
            default:
                return ExecuteConstant(operation) || ExecuteStack(operation) || ExecuteUnary(operation) || ExecuteBinary(operation);
        }
    }

    private bool ExecuteConstant(DwarfOperation operation)
    {
        ulong? value = operation switch
        {
            DwarfOperation.Constant1U => _cursor.Byte(),
            DwarfOperation.Constant1S => (ulong)(sbyte)_cursor.Byte(),
            DwarfOperation.Constant2U => _cursor.UInt16(),
            DwarfOperation.Constant2S => (ulong)(short)_cursor.UInt16(),
            DwarfOperation.Constant4U => _cursor.UInt32(),
            DwarfOperation.Constant4S => (ulong)(int)_cursor.UInt32(),
            DwarfOperation.Address or DwarfOperation.Constant8U or DwarfOperation.Constant8S => _cursor.UInt64(),
            DwarfOperation.ConstantU => _cursor.Unsigned(),
            DwarfOperation.ConstantS => (ulong)_cursor.Signed(),
            _ => null,
        };
        if (value is { } constant)
        {
            Push(constant);
        }

        return value is not null;
    }

    private bool ExecuteStack(DwarfOperation operation)
    {
        switch (operation)
        {
            case DwarfOperation.Nop:
                break;
            case DwarfOperation.Duplicate:
                Pick(0);
                break;
            case DwarfOperation.Over:
                Pick(1);
                break;
            case DwarfOperation.Pick:
                Pick(_cursor.Byte());
                break;
            case DwarfOperation.Drop:
                Pop();
                break;
            case DwarfOperation.Swap:
                Rotate(2);
                break;
            case DwarfOperation.Rotate:
                Rotate(3);
                break;
            case DwarfOperation.Skip:
                _cursor.Skip((short)_cursor.UInt16());
                break;
            case DwarfOperation.Branch:
                short distance = (short)_cursor.UInt16();
                _cursor.Skip(Pop() != 0 ? distance : 0);
                break;
            default:
                return false;
        }

        return true;
    }

    private bool ExecuteUnary(DwarfOperation operation)
    {
        switch (operation)
        {
            case DwarfOperation.Dereference:
                PushMemory(Pop(), sizeof(ulong));
                break;
            case DwarfOperation.DereferenceSize:
                int size = _cursor.Byte();
                PushMemory(Pop(), size);
                break;
            case DwarfOperation.Absolute:
                ulong signed = Pop();
                Push((long)signed < 0 ? 0 - signed : signed);
                break;
            case DwarfOperation.Negate:
                Push(0 - Pop());
                break;
            case DwarfOperation.Not:
                Push(~Pop());
                break;
            case DwarfOperation.PlusConstant:
                Push(Pop() + _cursor.Unsigned());
                break;
            default:
                return false;
        }

        return true;
    }

    // Comparisons and division are signed, the remainder is not. MinValue / -1 overflows in C#: it is the negation.
    private bool ExecuteBinary(DwarfOperation operation)
    {
        ulong right = Pop();
        ulong left = Pop();
        ulong? value = operation switch
        {
            DwarfOperation.And => left & right,
            DwarfOperation.Or => left | right,
            DwarfOperation.Xor => left ^ right,
            DwarfOperation.Plus => left + right,
            DwarfOperation.Minus => left - right,
            DwarfOperation.Multiply => left * right,
            DwarfOperation.Divide when right == ulong.MaxValue => 0 - left,
            DwarfOperation.Divide when right != 0 => (ulong)((long)left / (long)right),
            DwarfOperation.Modulo when right != 0 => left % right,
            DwarfOperation.ShiftLeft => right < 64 ? left << (int)right : 0,
            DwarfOperation.ShiftRight => right < 64 ? left >> (int)right : 0,
            DwarfOperation.ShiftRightSigned => (ulong)((long)left >> (int)Math.Min(right, 63)),
            DwarfOperation.Equal => left == right ? 1u : 0,
            DwarfOperation.NotEqual => left != right ? 1u : 0,
            DwarfOperation.Less => (long)left < (long)right ? 1u : 0,
            DwarfOperation.LessOrEqual => (long)left <= (long)right ? 1u : 0,
            DwarfOperation.Greater => (long)left > (long)right ? 1u : 0,
            DwarfOperation.GreaterOrEqual => (long)left >= (long)right ? 1u : 0,
            _ => null,
        };
        Push(value ?? 0);
        return value is not null;
    }

    private void PushRegister(int register)
    {
        ulong offset = (ulong)_cursor.Signed();
        if (!_registers.TryGet(register, out ulong value))
        {
            _state = NativeStep.NoInfo;
        }

        Push(value + offset);
    }

    private void PushMemory(ulong address, int size)
    {
        if (!StackBytes.TryReadWord(_stack, address, out ulong word))
        {
            _state = NativeStep.OutOfStack;
        }

        Push(size is > 0 and < sizeof(ulong) ? word & ((1UL << (size * 8)) - 1) : word);
    }

    private void Pick(int depth) => Push(depth < _count ? _words[_count - 1 - depth] : Underflow());

    // The top goes below the next ones, which move up.
    private void Rotate(int depth)
    {
        if (_count < depth)
        {
            Underflow();
            return;
        }

        ulong top = _words[_count - 1];
        Span<ulong> moved = _words.Slice(_count - depth, depth);
        moved[..^1].CopyTo(moved[1..]);
        moved[0] = top;
    }

    private void Push(ulong value)
    {
        if (_count == Depth)
        {
            _state = NativeStep.NoInfo;
            return;
        }

        _words[_count++] = value;
    }

    private ulong Pop() => _count > 0 ? _words[--_count] : Underflow();

    private ulong Underflow()
    {
        _state = NativeStep.NoInfo;
        return 0;
    }
}
