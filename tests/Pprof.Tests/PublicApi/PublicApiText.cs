using System.Reflection;
using System.Text;

namespace Pprof.Tests.PublicApi;

/// <summary>Prints what an assembly shows to its users: one line a type, one line a member, in ordinal order.</summary>
internal static class PublicApiText
{
    private const BindingFlags Visible =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    public static string Of(Assembly assembly)
    {
        StringBuilder text = new();
        foreach (Type type in assembly.GetExportedTypes().OrderBy(type => type.FullName, StringComparer.Ordinal))
        {
            text.Append(Head(type)).Append('\n');
            IEnumerable<string> members = type.IsEnum ? Constants(type) : type.GetMembers(Visible).Where(IsShown).Select(MemberText.Of);
            foreach (string member in members.Order(StringComparer.Ordinal))
            {
                text.Append("    ").Append(member).Append('\n');
            }
        }

        return text.ToString();
    }

    private static string Head(Type type)
    {
        string kind = type switch
        {
            { IsEnum: true } => "enum",
            { IsInterface: true } => "interface",
            { IsValueType: true } => "struct",
            { IsAbstract: true, IsSealed: true } => "static class",
            { IsSealed: true } => "sealed class",
            { IsAbstract: true } => "abstract class",
            _ => "class",
        };
        IEnumerable<string> bases = type.IsEnum
            ? [MemberText.Name(Enum.GetUnderlyingType(type))]
            : type.GetInterfaces().Select(MemberText.Name).Order(StringComparer.Ordinal);
        if (type.BaseType is { } parent && parent != typeof(object) && !type.IsValueType)
        {
            bases = bases.Prepend(MemberText.Name(parent));
        }

        string list = string.Join(", ", bases);
        return $"{kind} {type.FullName}{(list == "" ? "" : " : " + list)}";
    }

    private static IEnumerable<string> Constants(Type type) =>
        Enum.GetNames(type).Select(name => $"{name} = {Convert.ToInt64(Enum.Parse(type, name), null)}");

    /// <summary>Public and protected members; accessors are printed with their property.</summary>
    private static bool IsShown(MemberInfo member) => member switch
    {
        MethodBase method => IsShown(method) && !(method is MethodInfo && method.IsSpecialName && !method.Name.StartsWith("op_", StringComparison.Ordinal)),
        FieldInfo field => field.IsPublic || field.IsFamily,
        PropertyInfo property => property.GetAccessors(nonPublic: true).Any(IsShown),
        EventInfo evt => evt.AddMethod is { } add && IsShown(add),
        _ => false,
    };

    private static bool IsShown(MethodBase method) => method.IsPublic || method.IsFamily || method.IsFamilyOrAssembly;
}
