using System.Reflection;

namespace Pprof.Runtime.Tasks;

/// <summary>The members of the runtime this process runs on.</summary>
internal sealed class CoreLibMembers : ITaskMembers
{
    private const BindingFlags Declared =
        BindingFlags.Instance | BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;

    public Type? FindType(string name) => typeof(Task).Assembly.GetType(name);

    public FieldInfo? FindField(Type type, string name) => type.GetField(name, Declared);

    public MethodInfo? FindMethod(Type type, string name)
    {
        MethodInfo[] methods = [.. type.GetMethods(Declared).Where(one => one.Name == name)];
        return methods is [MethodInfo only] ? only : null;
    }
}
