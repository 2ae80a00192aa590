using System.Collections.Frozen;

namespace Pprof.Symbolization.Naming;

/// <summary>A type as C# writes it, from reflection.</summary>
internal static class TypeText
{
    private const string SharedByReferenceTypes = "System.__Canon";

    private static readonly FrozenDictionary<Type, string> s_keywords = new Dictionary<Type, string>
    {
        [typeof(bool)] = "bool", [typeof(byte)] = "byte", [typeof(sbyte)] = "sbyte", [typeof(short)] = "short", [typeof(ushort)] = "ushort",
        [typeof(int)] = "int", [typeof(uint)] = "uint", [typeof(long)] = "long", [typeof(ulong)] = "ulong", [typeof(nint)] = "nint",
        [typeof(nuint)] = "nuint", [typeof(char)] = "char", [typeof(float)] = "float", [typeof(double)] = "double",
        [typeof(decimal)] = "decimal", [typeof(string)] = "string", [typeof(object)] = "object", [typeof(void)] = "void",
    }.ToFrozenDictionary();

    public static string Of(Type type) => type switch
    {
        _ when s_keywords.TryGetValue(type, out string? keyword) => keyword,
        { IsGenericParameter: true } => type.Name,
        { IsArray: true } => $"{Of(type.GetElementType()!)}[{new string(',', type.GetArrayRank() - 1)}]",
        { IsPointer: true } => $"{Of(type.GetElementType()!)}*",
        { IsByRef: true } => $"{Of(type.GetElementType()!)}&",
        { IsFunctionPointer: true } => "delegate*",
        _ => ReadableName.OfType(NamespaceOf(type), PartsOf(type)),
    };

    public static string NamespaceOf(Type type) => type.Namespace ?? "";

    /// <summary>The type and those around it, outermost first, each with its own share of the arguments.</summary>
    public static IReadOnlyList<TypePart> PartsOf(Type type)
    {
        // A nested type repeats the parameters of the types around it, first; only the innermost carries arguments.
        IReadOnlyList<string> arguments = type.IsGenericType ? ArgumentsOf(type.GetGenericArguments(), type.GetGenericTypeDefinition().GetGenericArguments()) : [];
        List<TypePart> parts = [];
        int used = 0;
        foreach (string name in NamesOf(type))
        {
            string plain = TypePart.WithoutArity(name, out int arity);
            arity = Math.Min(arity, arguments.Count - used);
            parts.Add(new TypePart(plain, [.. arguments.Skip(used).Take(arity)]));
            used += arity;
        }

        return parts;
    }

    /// <summary>Code shared by all reference types has no argument to show: there the parameter's name stands.</summary>
    public static IReadOnlyList<string> ArgumentsOf(Type[] arguments, Type[] parameters) =>
        [.. arguments.Zip(parameters, (argument, parameter) => argument.FullName == SharedByReferenceTypes ? parameter.Name : Of(argument))];

    private static Stack<string> NamesOf(Type type)
    {
        Stack<string> names = [];
        for (Type? level = type; level is not null; level = level.DeclaringType)
        {
            names.Push(level.Name);
        }

        return names;
    }
}
