using System.Reflection;

namespace Pprof.Runtime.Tasks;

/// <summary>Where private members of the runtime's tasks are looked up. Tests hide members behind it.</summary>
internal interface ITaskMembers
{
    /// <summary>A type of the core library by its full name; null when there is none.</summary>
    Type? FindType(string name);

    /// <summary>A field declared by that very type; null when there is none.</summary>
    FieldInfo? FindField(Type type, string name);

    /// <summary>A method declared by that very type; null when there is none, or several.</summary>
    MethodInfo? FindMethod(Type type, string name);
}
