using System.Reflection;

namespace Pprof.Runtime.Tasks;

/// <summary>Looks up private members of the core library, and keeps the names of those that are missing, or are of another type. Ordinary threads only.</summary>
internal sealed class MemberLookup(ITaskMembers members)
{
    private readonly List<string> _missing = [];

    public IReadOnlyList<string> Missing => _missing;

    /// <summary>When it is missing, <see cref="void"/>, of which no member is looked for.</summary>
    public Type Type(string name)
    {
        Type? type = members.FindType(name);
        if (type is null)
        {
            _missing.Add(name);
        }

        return type ?? typeof(void);
    }

    public FieldInfo? Field(Type type, string name, Type fieldType)
    {
        FieldInfo? field = type == typeof(void) ? null : members.FindField(type, name);
        if (field?.FieldType == fieldType)
        {
            return field;
        }

        _missing.Add($"{type.Name}.{name}");
        return null;
    }

    public MethodInfo? Method(Type type, string name)
    {
        MethodInfo? method = type == typeof(void) ? null : members.FindMethod(type, name);
        if (method is null)
        {
            _missing.Add($"{type.Name}.{name}");
        }

        return method;
    }

    /// <summary>Reads a reference: a field of the type, a field of what that holds, and so on.</summary>
    public Func<object, object?> Reader(Type type, params ReadOnlySpan<(string Name, Type Type)> path)
    {
        List<FieldInfo> fields = [];
        foreach ((string name, Type fieldType) in path)
        {
            if (Field(type, name, fieldType) is { } field)
            {
                fields.Add(field);
            }

            type = fieldType;
        }

        return fields.Count == path.Length ? FieldReader.Create<object>(fields) : static _ => null;
    }

    /// <summary>Reads a pointer to a structure.</summary>
    public Func<object, nint> PointerReader(Type type, string name, Type structure) =>
        Field(type, name, structure.MakePointerType()) is { } field ? FieldReader.CreatePointer(field) : static _ => 0;

    /// <summary>Calls a method that hands out an execution context, and says whether there is one.</summary>
    public Func<object, ExecutionContext?> ContextReader(Type type, string name)
    {
        MethodInfo? method = Method(type, name);
        ParameterInfo[] parameters = method?.GetParameters() ?? [];
        bool isKnown = method is { IsStatic: false, ReturnType: var answer } && answer == typeof(bool)
            && parameters is [ParameterInfo only] && only.ParameterType == typeof(ExecutionContext).MakeByRefType();
        if (method is not null && !isKnown)
        {
            _missing.Add($"{type.Name}.{name}(out ExecutionContext)");
        }

        return isKnown ? FieldReader.CreateContext(method!) : static _ => null;
    }
}
