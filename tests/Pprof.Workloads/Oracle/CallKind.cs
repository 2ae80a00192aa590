namespace Pprof.Workloads.Oracle;

/// <summary>A way to call: it does something of its own and, somewhere in the middle, calls <see cref="CallTree.Next"/>.</summary>
/// <param name="Name">As the report shows it.</param>
/// <param name="Weight">How often it is chosen; the slow ones are rare.</param>
/// <param name="Call">The call.</param>
internal sealed record CallKind(string Name, int Weight, Action<CallTree> Call)
{
    public CallKind(string name, Action<CallTree> call)
        : this(name, 20, call)
    {
    }
}
