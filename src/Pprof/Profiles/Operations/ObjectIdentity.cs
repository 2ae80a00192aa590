using System.Runtime.CompilerServices;

namespace Pprof.Profiles.Operations;

/// <summary>
/// Compares objects by what they are, not by what they hold. An object's own hash code is kept in its header, where the runtime also keeps a lock: a task has a number as good.
/// </summary>
internal sealed class ObjectIdentity : IEqualityComparer<object>
{
    public static ObjectIdentity Comparer { get; } = new();

    bool IEqualityComparer<object>.Equals(object? x, object? y) => ReferenceEquals(x, y);

    public int GetHashCode(object obj) => obj is Task task ? task.Id : RuntimeHelpers.GetHashCode(obj);
}
