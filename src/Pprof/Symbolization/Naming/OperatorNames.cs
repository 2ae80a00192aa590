using System.Collections.Frozen;

namespace Pprof.Symbolization.Naming;

/// <summary>The metadata names of operators and how C# writes them.</summary>
internal static class OperatorNames
{
    private static readonly FrozenDictionary<string, string> s_symbols = new Dictionary<string, string>
    {
        ["op_Addition"] = "operator +", ["op_Subtraction"] = "operator -", ["op_Multiply"] = "operator *",
        ["op_Division"] = "operator /", ["op_Modulus"] = "operator %", ["op_BitwiseAnd"] = "operator &",
        ["op_BitwiseOr"] = "operator |", ["op_ExclusiveOr"] = "operator ^", ["op_LeftShift"] = "operator <<",
        ["op_RightShift"] = "operator >>", ["op_UnsignedRightShift"] = "operator >>>", ["op_Equality"] = "operator ==",
        ["op_Inequality"] = "operator !=", ["op_LessThan"] = "operator <", ["op_GreaterThan"] = "operator >",
        ["op_LessThanOrEqual"] = "operator <=", ["op_GreaterThanOrEqual"] = "operator >=", ["op_UnaryPlus"] = "operator +",
        ["op_UnaryNegation"] = "operator -", ["op_LogicalNot"] = "operator !", ["op_OnesComplement"] = "operator ~",
        ["op_Increment"] = "operator ++", ["op_Decrement"] = "operator --", ["op_True"] = "operator true",
        ["op_False"] = "operator false", ["op_Implicit"] = "implicit operator", ["op_Explicit"] = "explicit operator",
        ["op_CheckedAddition"] = "operator checked +", ["op_CheckedSubtraction"] = "operator checked -",
        ["op_CheckedMultiply"] = "operator checked *", ["op_CheckedDivision"] = "operator checked /",
        ["op_CheckedUnaryNegation"] = "operator checked -", ["op_CheckedIncrement"] = "operator checked ++",
        ["op_CheckedDecrement"] = "operator checked --", ["op_CheckedExplicit"] = "explicit operator checked",
        ["op_AdditionAssignment"] = "operator +=", ["op_SubtractionAssignment"] = "operator -=",
        ["op_MultiplicationAssignment"] = "operator *=", ["op_DivisionAssignment"] = "operator /=",
        ["op_IncrementAssignment"] = "operator ++", ["op_DecrementAssignment"] = "operator --",
    }.ToFrozenDictionary();

    public static string Of(string name) => s_symbols.GetValueOrDefault(name, name);
}
