using Pprof.Unwinding;

namespace Pprof.Profiles.Custom;

/// <summary>A value with the stack that added it, linked to the others of the same hash code. Immutable; compared by reference.</summary>
internal sealed class HeldValue(object value, CodeAddress[] stack, HeldValue? next)
{
    public readonly object Value = value;
    public readonly CodeAddress[] Stack = stack;
    public readonly HeldValue? Next = next;
}
