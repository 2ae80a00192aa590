using System.Reflection;

namespace Pprof.Tests.PublicApi;

/// <summary>One member as a line: nullability, defaults and parameter names included, for all of them are promises.</summary>
internal static class MemberText
{
    private static readonly NullabilityInfoContext s_nullability = new();

    public static string Of(MemberInfo member) => member switch
    {
        MethodInfo method => $"{Static(method)}{Typed(method.ReturnParameter)} {method.Name}{TypeParameters(method)}({Parameters(method)})",
        ConstructorInfo constructor => $"{Static(constructor)}.ctor({Parameters(constructor)})",
        PropertyInfo property => Property(property),
        FieldInfo { IsLiteral: true } field => $"const {Name(field.FieldType)} {field.Name} = {field.GetRawConstantValue()}",
        FieldInfo field => $"{(field.IsStatic ? "static " : "")}{(field.IsInitOnly ? "readonly " : "")}{Name(field.FieldType)} {field.Name}",
        EventInfo evt => $"event {Name(evt.EventHandlerType!)} {evt.Name}",
        _ => member.ToString()!,
    };

    public static string Name(Type type)
    {
        if (type.IsByRef || type.IsArray)
        {
            return Name(type.GetElementType()!) + (type.IsArray ? "[]" : "&");
        }

        string name = type.IsGenericParameter || type.Namespace is "System" ? type.Name : $"{type.Namespace}.{type.Name}";
        return type.IsGenericType
            ? $"{name[..name.IndexOf('`')]}<{string.Join(", ", type.GetGenericArguments().Select(Name))}>"
            : name;
    }

    private static string Property(PropertyInfo property)
    {
        MethodInfo any = property.GetAccessors(nonPublic: true)[0];
        string nullable = s_nullability.Create(property).ReadState == NullabilityState.Nullable && !property.PropertyType.IsValueType ? "?" : "";
        string accessors = (property.GetMethod is { IsPublic: true } ? "get; " : "") + (property.SetMethod is { IsPublic: true } set ? Setter(set) : "");
        return $"{Static(any)}{Name(property.PropertyType)}{nullable} {property.Name} {{ {accessors}}}";
    }

    private static string Setter(MethodInfo set) =>
        set.ReturnParameter.GetRequiredCustomModifiers().Contains(typeof(System.Runtime.CompilerServices.IsExternalInit)) ? "init; " : "set; ";

    private static string Parameters(MethodBase method) =>
        string.Join(", ", method.GetParameters().Select(parameter => $"{Typed(parameter)} {parameter.Name}{Default(parameter)}"));

    private static string Typed(ParameterInfo parameter)
    {
        bool nullable = !parameter.ParameterType.IsValueType && s_nullability.Create(parameter).ReadState == NullabilityState.Nullable;
        return Name(parameter.ParameterType) + (nullable ? "?" : "");
    }

    private static string Default(ParameterInfo parameter) =>
        parameter.HasDefaultValue ? $" = {parameter.DefaultValue ?? (parameter.ParameterType.IsValueType ? "default" : "null")}" : "";

    private static string TypeParameters(MethodInfo method) =>
        method.IsGenericMethod ? $"<{string.Join(", ", method.GetGenericArguments().Select(Name))}>" : "";

    private static string Static(MethodBase method) => method.IsStatic ? "static " : "";
}
