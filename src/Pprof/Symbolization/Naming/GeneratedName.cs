using System.Diagnostics.CodeAnalysis;

namespace Pprof.Symbolization.Naming;

/// <summary>
/// A name the C# compiler made: <c>&lt;inner&gt;kind__suffix</c>. What it stands for is told by the kind letter; the inner name is the
/// source method it came from and may be a generated name itself (<c>&lt;&lt;Main&gt;b__0_1&gt;d</c>: an async lambda of Main).
/// </summary>
/// <param name="Inner">Empty for names that belong to a whole class, such as the lambda cache <c>&lt;&gt;c</c>.</param>
/// <param name="Kind">One of the constants below, or another letter.</param>
/// <param name="Suffix">What follows the two underscores, without the <c>#2</c> an edited method carries; empty when there is none.</param>
internal sealed record GeneratedName(string Inner, char Kind, string Suffix)
{
    public const char StateMachine = 'd';
    public const char Closure = 'c';
    public const char Lambda = 'b';
    public const char LocalFunction = 'g';
    public const char Finally = 'm';
    public const char FileLocalType = 'F';
    public const char AnonymousType = 'f';
    public const char InlineArray = 'y';
    public const char CollectionType = 'z';

    /// <summary>A class that the F# compiler made: <c>load@12-1</c>, of the first lambda, <c>task</c> or <c>seq</c> on line 12 of <c>load</c>, or of a later one.</summary>
    public const char FSharp = '@';

    /// <summary><c>&lt;Main&gt;$</c>, the method of top-level statements, and <c>&lt;Clone&gt;$</c> of records.</summary>
    public const char WellKnown = '$';

    public static bool TryParse(string name, [NotNullWhen(true)] out GeneratedName? generated)
    {
        if (InnerOfFSharp(name) is { } inner)
        {
            generated = new GeneratedName(inner, FSharp, "");
            return true;
        }

        int close = name.StartsWith('<') ? MatchingBracket(name) : -1;
        if (close < 0 || close + 1 >= name.Length)
        {
            generated = null;
            return false;
        }

        generated = new GeneratedName(name[1..close], name[close + 1], SuffixOf(name, close + 2));
        return true;
    }

    // The line and the ordinal that follow it change with every edit above: nothing that a name should hold.
    private static string? InnerOfFSharp(string name)
    {
        int at = name.LastIndexOf('@');
        bool isPlace = at > 0 && at + 1 < name.Length && name[at + 1] != '-';
        for (int i = at + 1; isPlace && i < name.Length; i++)
        {
            isPlace = char.IsAsciiDigit(name[i]) || name[i] == '-';
        }

        return isPlace ? name[..at] : null;
    }

    private static string SuffixOf(string name, int from)
    {
        int begin = name.IndexOf("__", from, StringComparison.Ordinal);
        if (begin < 0)
        {
            return "";
        }

        int generation = name.IndexOf('#', begin);
        return generation < 0 ? name[(begin + 2)..] : name[(begin + 2)..generation];
    }

    // Brackets nest: the inner name may be generic or generated.
    private static int MatchingBracket(string name)
    {
        int depth = 0;
        for (int i = 0; i < name.Length; i++)
        {
            depth += name[i] switch { '<' => 1, '>' => -1, _ => 0 };
            if (depth == 0)
            {
                return i;
            }
        }

        return -1;
    }
}
