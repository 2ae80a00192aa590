using Pprof.Unwinding.Native;

namespace Pprof.Tests.Unwinding.Native;

/// <summary>Our rows in binutils' words.</summary>
internal static class RowText
{
    public static readonly string[] Names =
        ["rax", "rdx", "rcx", "rbx", "rsi", "rdi", "rbp", "rsp", "r8", "r9", "r10", "r11", "r12", "r13", "r14", "r15", "ra"];

    public static string Of(CfaRule cfa) => cfa.IsExpression ? "exp" : $"{Names[cfa.Register]}{cfa.Value:+0;-0;+0}";

    public static Dictionary<string, string> Of(UnwindFunction function, UnwindRow row)
    {
        Dictionary<string, string> text = [];
        foreach (RegisterRule rule in function.RulesOf(row))
        {
            text.Add(Names[rule.Register], Of(rule));
        }

        return text;
    }

    /// <summary>All rows, one a line: <c>+4: rsp+24 rbx=c-16 ra=c-8</c>.</summary>
    public static string Of(UnwindFunction function)
    {
        List<string> lines = [];
        foreach (UnwindRow row in function.Rows)
        {
            lines.Add($"+{row.Offset}: {Of(row.Cfa)}{string.Concat(Of(function, row).Select(rule => $" {rule.Key}={rule.Value}"))}");
        }

        return string.Join('\n', lines);
    }

    private static string Of(RegisterRule rule) => rule.Kind switch
    {
        RuleKind.SameValue => "s",
        RuleKind.Undefined => "u",
        RuleKind.AtCfaOffset => $"c{rule.Value:+0;-0;+0}",
        RuleKind.CfaOffset => $"v{rule.Value:+0;-0;+0}",
        RuleKind.InRegister => Names[rule.Value],
        RuleKind.AtExpression => "exp",
        _ => "vexp",
    };
}
