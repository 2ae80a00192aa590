using System.Globalization;
using System.Text;

namespace Pprof.Symbolization.Naming;

/// <summary>A method's metadata name as its source calls it, without its type.</summary>
internal static class MemberName
{
    /// <param name="name">The metadata name, possibly one the compiler made.</param>
    /// <param name="ownerArguments">
    /// Type arguments of the generic method that a lambda was written in; they stand on the class that holds the lambda.
    /// </param>
    public static string Of(string name, string ownerArguments = "") =>
        GeneratedName.TryParse(name, out GeneratedName? generated)
            ? OfGenerated(name, generated, ownerArguments)
            : OfDeclared(name) + ownerArguments;

    private static string OfGenerated(string name, GeneratedName generated, string ownerArguments) => generated.Kind switch
    {
        GeneratedName.Lambda => $"{Of(generated.Inner, ownerArguments)}.lambda{OrdinalOf(generated.Suffix)}",
        GeneratedName.LocalFunction => $"{Of(generated.Inner, ownerArguments)}.{generated.Suffix.Split('|')[0]}",
        GeneratedName.WellKnown when generated.Inner.Length > 0 => Of(generated.Inner, ownerArguments),
        GeneratedName.Finally => "finally",
        _ => name + ownerArguments,
    };

    // "0_1": of the class's first method with any, the second lambda; local functions are counted with them. Alone in its closure it is "1".
    private static string OrdinalOf(string suffix)
    {
        string last = suffix[(suffix.LastIndexOf('_') + 1)..];
        return int.TryParse(last, out int ordinal) ? (ordinal + 1).ToString(CultureInfo.InvariantCulture) : last;
    }

    private static string OfDeclared(string name)
    {
        int dot = LastDot(name);
        return dot <= 0 ? OperatorNames.Of(name) : $"{WithoutNamespaces(name[..dot])}.{OperatorNames.Of(name[(dot + 1)..])}";
    }

    // Explicit implementations are named by their interface: "System.IComparable<System.Guid>.CompareTo". Dots in brackets are its arguments'.
    private static int LastDot(string name)
    {
        int depth = 0;
        int dot = -1;
        for (int i = 0; i < name.Length; i++)
        {
            depth += name[i] switch { '<' => 1, '>' => -1, _ => 0 };
            if (name[i] == '.' && depth == 0)
            {
                dot = i;
            }
        }

        return dot;
    }

    private static string WithoutNamespaces(string type)
    {
        StringBuilder text = new(type.Length);
        int token = 0;
        foreach (char c in type)
        {
            text.Append(c == ',' ? ", " : c.ToString());
            if (c == '.')
            {
                text.Length = token;
            }
            else if (c is '<' or '>' or ',')
            {
                token = text.Length;
            }
        }

        return text.ToString();
    }
}
