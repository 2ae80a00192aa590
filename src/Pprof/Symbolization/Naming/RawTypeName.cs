namespace Pprof.Symbolization.Naming;

/// <summary>
/// A type as the runtime prints it in events: <c>N.Outer`1+Inner`1[System.Int32,System.__Canon]</c>. There the parameters of shared code have no names:
/// they read as <c>T</c>, or <c>T1</c>, <c>T2</c> when there are several.
/// </summary>
internal static class RawTypeName
{
    private const string SharedByReferenceTypes = "System.__Canon";

    private static readonly Dictionary<string, string> s_keywords = new()
    {
        ["System.Boolean"] = "bool", ["System.Byte"] = "byte", ["System.SByte"] = "sbyte", ["System.Int16"] = "short",
        ["System.UInt16"] = "ushort", ["System.Int32"] = "int", ["System.UInt32"] = "uint", ["System.Int64"] = "long",
        ["System.UInt64"] = "ulong", ["System.IntPtr"] = "nint", ["System.UIntPtr"] = "nuint", ["System.Char"] = "char",
        ["System.Single"] = "float", ["System.Double"] = "double", ["System.Decimal"] = "decimal", ["System.String"] = "string",
        ["System.Object"] = "object", ["System.Void"] = "void",
    };

    /// <summary>Splits a declaring type into namespace and levels.</summary>
    public static (string Namespace, IReadOnlyList<TypePart> Parts) Split(string raw)
    {
        (string path, IReadOnlyList<string> arguments) = SplitArguments(raw);
        string[] levels = path.Split('+');
        int dot = LastDot(levels[0]);
        string ns = dot > 0 ? levels[0][..dot] : "";
        levels[0] = levels[0][(dot + 1)..];
        List<TypePart> parts = [];
        int used = 0;
        foreach (string level in levels)
        {
            string name = TypePart.WithoutArity(level, out int arity);
            arity = Math.Min(arity, arguments.Count - used);
            parts.Add(new TypePart(name, [.. arguments.Skip(used).Take(arity)]));
            used += arity;
        }

        return (ns, parts);
    }

    /// <summary>As C# writes it.</summary>
    public static string OfType(string raw) => Readable(raw, "T");

    private static string Readable(string raw, string parameterName)
    {
        if (raw == SharedByReferenceTypes)
        {
            return parameterName;
        }

        int suffix = raw.Length;
        while (suffix > 0 && raw[suffix - 1] is '&' or '*' || IsArray(raw, suffix))
        {
            suffix = raw[suffix - 1] == ']' ? raw.LastIndexOf('[', suffix - 1) : suffix - 1;
        }

        string type = raw[..suffix];
        (string ns, IReadOnlyList<TypePart> parts) = Split(type);
        return (s_keywords.GetValueOrDefault(type) ?? ReadableName.OfType(ns, parts)) + raw[suffix..];
    }

    private static bool IsArray(string raw, int end) => end > 1 && raw[end - 1] == ']' && raw[end - 2] is '[' or ',';

    private static (string Path, IReadOnlyList<string> Arguments) SplitArguments(string raw)
    {
        int open = raw.IndexOf('[');
        if (open < 0 || raw[^1] != ']')
        {
            return (raw, []);
        }

        List<string> arguments = SplitList(raw[(open + 1)..^1]);
        return (raw[..open], [.. arguments.Select((argument, i) => Readable(argument, arguments.Count == 1 ? "T" : $"T{i + 1}"))]);
    }

    private static List<string> SplitList(string list)
    {
        List<string> items = [];
        int depth = 0;
        int begin = 0;
        for (int i = 0; i < list.Length; i++)
        {
            depth += list[i] switch { '[' => 1, ']' => -1, _ => 0 };
            if (list[i] == ',' && depth == 0)
            {
                items.Add(list[begin..i]);
                begin = i + 1;
            }
        }

        items.Add(list[begin..]);
        return items;
    }

    // Names that the compiler made may hold dots between angle brackets.
    private static int LastDot(string name)
    {
        int depth = 0;
        for (int i = name.Length - 1; i >= 0; i--)
        {
            depth += name[i] switch { '>' => 1, '<' => -1, _ => 0 };
            if (name[i] == '.' && depth == 0)
            {
                return i;
            }
        }

        return -1;
    }
}
