using System.Reflection;

namespace Pprof.Symbolization.Naming;

/// <summary>Both names of a method that reflection knows.</summary>
internal static class MethodNames
{
    /// <summary>As the source says it; <see cref="ReadableName"/> lists the forms.</summary>
    public static string Readable(MethodBase method)
    {
        Type? type = method.DeclaringType;
        IReadOnlyList<TypePart> types = type is null ? [] : TypeText.PartsOf(type);
        return ReadableName.Of(new MethodParts(type is null ? "" : TypeText.NamespaceOf(type), types, method.Name, ArgumentsOf(method)));
    }

    /// <summary>The runtime's name with the whole signature.</summary>
    public static string System(MethodBase method) => SystemName.Of(method);

    private static IReadOnlyList<string> ArgumentsOf(MethodBase method) =>
        method is MethodInfo { IsGenericMethod: true } generic
            ? TypeText.ArgumentsOf(generic.GetGenericArguments(), generic.GetGenericMethodDefinition().GetGenericArguments())
            : [];
}
