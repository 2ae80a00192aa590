using Pprof.Images;

namespace Pprof.Runtime.Tasks;

/// <summary>
/// Reads what the runtime keeps of async methods that it has suspended. They are resumed while they are read, and the runtime uses continuations again, so each
/// answer is of its own instant. Any thread; does not throw.
/// </summary>
internal sealed class Suspensions(SuspensionMembers members, int diagnosticIp)
{
    // A chain longer than the frames that are shown is cut there; one that bites its tail ends here too.
    private const int MostMethods = 512;

    /// <summary>Of the suspended methods of a task, the innermost's continuation; null while they run, or when they are done.</summary>
    /// <param name="state">What the task holds as its state.</param>
    public object? Innermost(object? state) => state is not null && members.IsContinuation(state) ? state : null;

    /// <summary>The task or source that is awaited; null when neither is known (an awaiter of another kind).</summary>
    public object? AwaitedBy(object innermost) =>
        members.IsTaskAwait(innermost) ? members.AwaitedTask(innermost)
        : members.IsSourceAwait(innermost) ? members.AwaitedSource(innermost)
        : null;

    /// <summary>Adds where each method is suspended, innermost first: an address within the call that awaits.</summary>
    public void AddPlaces(object innermost, List<ulong> places)
    {
        object? one = innermost;
        for (int i = 0; i < MostMethods && one is not null; i++)
        {
            if (SafeMemory.TryRead((ulong)members.ResumeInfo(one) + (ulong)diagnosticIp, out ulong place) && place != 0)
            {
                places.Add(place);
            }

            one = members.Next(one);
        }
    }

    /// <summary>The context that the innermost method which keeps one will be resumed in.</summary>
    public ExecutionContext? ContextOf(object innermost)
    {
        object? one = innermost;
        for (int i = 0; i < MostMethods && one is not null; i++)
        {
            if (members.Context(one) is { } context)
            {
                return context;
            }

            one = members.Next(one);
        }

        return null;
    }
}
